import { InputError } from '@backstage/errors';
import { defineOperation, diffObjects } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import { pipelineOperations, say } from '@kubemate/plugin-pipelines-common';
import type { RunRef } from '@kubemate/plugin-pipelines-common';
import type { PatchWrite } from '@kubemate/kube-node';
import { isSelf } from '../../waiting/AnswerRules';
import type { AnswerRules } from '../../waiting/AnswerRules';
import { readRunObject } from '../../operations/namedRun';
import { APPROVAL_TASKS } from '../kinds';
import { readRun } from '../readRun';
import { inputOf, isOpen, readApprovalTask, whyNotAnswer, withAnswer } from './approvalTask';

interface Asked {
  readonly run: RunRef;
  readonly input: string;
}

const targetOf = ({ run, input }: Asked) => ({
  ...{ cluster: run.place, namespace: run.folder, name: input },
  ...{ apiVersion: 'openshift-pipelines.org/v1alpha1', kind: 'ApprovalTask' },
});

const refOf = ({ run, input }: Asked) => ({
  ...{ cluster: run.place, namespace: run.folder, name: input, resource: APPROVAL_TASKS },
});

/** The task, which must be one of the run that is named: that says who started it. */
async function find(asked: Asked, { kube, viewer }: Pick<OperationContext, 'kube' | 'viewer'>) {
  const object = await kube.get(refOf(asked), viewer);
  const task = readApprovalTask(object);
  if (task.metadata.labels?.['tekton.dev/pipelineRun'] !== asked.run.name)
    throw new InputError(`Invalid field "input": ${asked.input} is none of run ${asked.run.name}`);
  return { object, task };
}

/** Answers an ApprovalTask of a run as the person: the cluster's own webhook judges it besides. */
export const answerApprovalTask = (rules: AnswerRules) =>
  defineOperation({
    contract: pipelineOperations.answerInput,
    target: targetOf,
    needs: async asked =>
      ['get', 'patch'].map(verb => ({
        access: { ...refOf(asked), verb },
        target: targetOf(asked),
      })),
    async whyDenied(asked, context) {
      const { task } = await find(asked, context);
      const who = await context.kube.whoAmI(asked.run.place, context.viewer);
      const why = whyNotAnswer(task, who);
      const { submitters } = inputOf(task);
      if (why === 'not-approver')
        return say(submitters.length === 0 ? 'keptForNobody' : 'keptForOnCluster', {
          ...{ names: submitters.join(', '), user: who.user },
        });
      if (why === 'answered') return say('answeredAlready');
      if (asked.decision === 'abort' || !rules.notBy.includes('starter')) return undefined;
      const { trigger } = readRun(await readRunObject(asked.run, context), {
        ...{ cluster: asked.run.place, children: [] },
      });
      return isSelf(trigger, context.viewer) ? say('notByStarter') : undefined;
    },
    async plan({ reason, ...asked }, context) {
      const { kube, viewer, signal } = context;
      const { object: before, task } = await find(asked, context);
      const isGo = asked.decision === 'proceed';
      const { message } = inputOf(task);
      const { name } = asked.run;
      const summary = say(isGo ? 'approveRun' : 'rejectRun', { run: name, message });
      if (!isOpen(task)) return { summary, diff: [], refusal: say('isDecided'), state: undefined };
      const who = await kube.whoAmI(asked.run.place, viewer);
      const input = isGo ? ('approve' as const) : ('reject' as const);
      const write: PatchWrite = {
        ...{ ...refOf(asked), verb: 'patch', signal },
        patch: {
          type: 'merge',
          value: {
            // Two who answer at the same time would take each other's answer back.
            metadata: { resourceVersion: before.metadata.resourceVersion },
            spec: { approvers: withAnswer(task, { ...who, input, message: reason?.trim() }) },
          },
        },
      };
      const { object: after, warnings } = await kube.write({ ...write, dryRun: true }, viewer);
      const diff = [diffObjects(targetOf(asked), { before, after })];
      return { summary, diff, warnings, state: { write } };
    },
    async run(_asked, { state, kube, viewer }) {
      if (state === undefined) throw new InputError('It has been decided already');
      const { warnings } = await kube.write(state.write, viewer);
      return { warnings };
    },
  });
