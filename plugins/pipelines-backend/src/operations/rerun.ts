import { isError, NotFoundError } from '@backstage/errors';
import { defineOperation } from '@kubemate/operations-node';
import type { OperationContext } from '@kubemate/operations-node';
import { pipelineOperations, say } from '@kubemate/plugin-pipelines-common';
import type { RunRef } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import type { RunHistory } from '../history/RunHistory';
import { pipelineRunSchema } from '../tekton/schemas';
import { needOn, readRunObject, targetOf } from './namedRun';
import { planNewRun, startNewRun } from './newRun';

/** Written by Tekton and by kubectl about the earlier run. */
const OF_THE_EARLIER =
  /^(?:tekton\.dev\/|chains\.tekton\.dev\/|results\.tekton\.dev\/|kubectl\.kubernetes\.io\/)/;

export interface RerunDeps {
  /** For runs whose object is gone. */
  readonly history: Pick<RunHistory, 'record'>;
}

export const rerunOperation = ({ history }: RerunDeps) =>
  defineOperation({
    contract: pipelineOperations.rerun,
    target: ({ run }) => targetOf(run),
    needs: async ({ run }) => [needOn(run, 'get'), needOn(run, 'create')],
    async plan({ run }, context) {
      const { template, isArchived } = await readTemplate(run, { ...context, history });
      const { generateName, labels, annotations } = template;
      const { status: _stopped, ...spec } = z.looseObject({}).parse(template.spec);
      const pipeline = pipelineRunSchema.shape.spec.parse(template.spec)?.pipelineRef?.name;
      const planned = await planNewRun(
        {
          ...{ cluster: run.place, namespace: run.folder, spec },
          prefix: generateName?.replace(/-$/, '') ?? run.name.replace(/-[a-z0-9]{5}$/, ''),
          labels: kept(labels),
          annotations: { ...kept(annotations), 'kubemate.io/rerun-of': run.name },
        },
        context,
      );
      return {
        summary: say('rerun', { run: run.name }),
        ...planned,
        warnings: [
          ...planned.warnings,
          ...(pipeline ? [say('asItIsNow', { pipeline })] : []),
          ...(isArchived ? [say('fromHistory')] : []),
        ],
      };
    },
    run: (_input, context) => startNewRun(context),
  });

type Source = Pick<OperationContext, 'kube' | 'viewer'> & RerunDeps;

/** What the run was made of, from its object or from what was kept of it. */
async function readTemplate(run: RunRef, { history, ...context }: Source) {
  try {
    const { metadata, spec } = await readRunObject(run, context);
    return { template: { ...metadata, spec }, isArchived: false };
  } catch (error) {
    if (!isError(error) || error.name !== 'NotFoundError') throw error;
    const { template } = await history.record(run, context.viewer);
    if (template === undefined)
      throw new NotFoundError(
        `Run ${run.name} is gone, and what it was started with was not kept: it went before the portal could read it`,
      );
    return { template, isArchived: true };
  }
}

function kept(texts: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => !OF_THE_EARLIER.test(key)));
}
