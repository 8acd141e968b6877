import { defineOperation } from '@kubemate/operations-node';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';
import { pipelineRunSchema } from '../tekton/schemas';
import { needOn, readRunObject, targetOf } from './namedRun';
import { planNewRun, startNewRun } from './newRun';

/** Written by Tekton and by kubectl about the earlier run. */
const OF_THE_EARLIER =
  /^(?:tekton\.dev\/|chains\.tekton\.dev\/|results\.tekton\.dev\/|kubectl\.kubernetes\.io\/)/;

export const rerun = defineOperation({
  contract: pipelineOperations.rerun,
  target: ({ run }) => targetOf(run),
  needs: async ({ run }) => [needOn(run, 'get'), needOn(run, 'create')],
  async plan({ run }, context) {
    const object = await readRunObject(run, context);
    const { status: _stopped, ...spec } = z.looseObject({}).parse(object.spec);
    const { labels, annotations, generateName } = object.metadata;
    const pipeline = pipelineRunSchema.parse(object).spec?.pipelineRef?.name;
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
      summary: `Run ${run.name} again`,
      ...planned,
      warnings: [
        ...planned.warnings,
        ...(pipeline ? [`It runs Pipeline ${pipeline} as it is now`] : []),
      ],
    };
  },
  run: (_input, context) => startNewRun(context),
});

function kept(texts: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([key]) => !OF_THE_EARLIER.test(key)));
}
