import { defineOperation, diffObjects } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import { pipelineOperations, say } from '@kubemate/plugin-pipelines-common';
import type { RunRef } from '@kubemate/plugin-pipelines-common';
import { pipelineRunSchema } from '../tekton/schemas';
import { needOn, readRunObject, refOf, targetOf } from './namedRun';

const SUMMARIES = {
  Cancelled: 'cancelRun',
  CancelledRunFinally: 'cancelRunFinally',
  StoppedRunFinally: 'stopRunFinally',
} as const;

interface Cancel {
  readonly run: RunRef;
  readonly mode: keyof typeof SUMMARIES;
  readonly dryRun?: boolean;
}

function cancel({ run, mode, dryRun }: Cancel, { kube, viewer, signal }: OperationContext) {
  const patch = { type: 'merge' as const, value: { spec: { status: mode } } };
  return kube.write({ ...refOf(run), verb: 'patch', patch, dryRun, signal }, viewer);
}

export const cancelRun = defineOperation({
  contract: pipelineOperations.cancelRun,
  target: ({ run }) => targetOf(run),
  needs: async ({ run }) => [needOn(run, 'get'), needOn(run, 'patch')],
  async plan({ run, mode }, context) {
    const before = await readRunObject(run, context);
    const { status } = pipelineRunSchema.parse(before);
    const summary = say(SUMMARIES[mode], { run: run.name });
    const state = undefined;
    if (status?.completionTime) return { summary, diff: [], refusal: say('hasEnded'), state };
    const { object: after, warnings } = await cancel({ run, mode, dryRun: true }, context);
    return { summary, diff: [diffObjects(targetOf(run), { before, after })], warnings, state };
  },
  async run({ run, mode }, context) {
    const { warnings } = await cancel({ run, mode }, context);
    return { warnings };
  },
});

export const deleteRun = defineOperation({
  contract: pipelineOperations.deleteRun,
  target: ({ run }) => targetOf(run),
  needs: async ({ run }) => [needOn(run, 'get'), needOn(run, 'delete')],
  async plan({ run }, context) {
    const { kube, viewer, signal } = context;
    const before = await readRunObject(run, context);
    const preconditions = { uid: before.metadata.uid };
    const write = { ...refOf(run), verb: 'delete' as const, preconditions, signal };
    const { warnings } = await kube.write({ ...write, dryRun: true }, viewer);
    const { status } = pipelineRunSchema.parse(before);
    return {
      summary: say('deleteRun', { run: run.name }),
      diff: [diffObjects(targetOf(run), { before })],
      warnings: [...warnings, ...(status?.completionTime ? [] : [say('tasksStop')])],
      state: { write },
    };
  },
  async run(_input, { state, kube, viewer }) {
    const { warnings } = await kube.write({ ...state.write, propagation: 'Background' }, viewer);
    return { warnings };
  },
});
