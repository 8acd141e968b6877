import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { runOperation, stepReceipts } from '../runOperation';

/** Starts a run of a Tekton Pipeline. */
export function startTektonRun(actions: ActionsService) {
  return createTemplateAction({
    id: 'kubemate:tekton:run',
    description: 'Starts a run of a Tekton Pipeline, as the person who started the task.',
    supportsDryRun: true,
    schema: {
      input: {
        cluster: z => z.string().min(1).max(63).describe('Name of the cluster in the portal'),
        namespace: z => z.string().min(1).max(63),
        pipeline: z => z.string().min(1).max(253),
        params: z => z.record(z.string(), z.string()).optional().describe('Values of parameters'),
        emptyDirs: z =>
          z
            .array(z.string())
            .optional()
            .describe('Workspaces that begin empty and end with the run'),
        serviceAccount: z => z.string().min(1).max(253).optional(),
      },
      output: {
        receipts: z => z.array(z.any()).describe('What was done, for undoing it'),
        run: z => z.string().describe('Name of the PipelineRun'),
      },
    },
    async handler(ctx) {
      const { cluster, namespace, pipeline, params, emptyDirs = [], serviceAccount } = ctx.input;
      const input = {
        ...{ engine: 'tekton', place: cluster, folder: namespace, pipeline },
        ...(params === undefined ? {} : { params }),
        ...(serviceAccount === undefined ? {} : { serviceAccount }),
        workspaces: Object.fromEntries(emptyDirs.map(name => [name, { kind: 'emptyDir' }])),
      };
      const receipt = await runOperation(ctx, { actions, id: 'pipelines:start-run', input });
      ctx.output('receipts', stepReceipts([receipt]));
      const name = receipt?.output?.name ?? receipt?.results[0]?.target.name;
      if (typeof name === 'string') ctx.output('run', name);
    },
  });
}

/** Takes what a component runs in one environment to the next. */
export function promote(actions: ActionsService) {
  return createTemplateAction({
    id: 'kubemate:promote',
    description:
      'Promotes a component from one environment to the next, through the gates that stand there.',
    supportsDryRun: true,
    schema: {
      input: {
        component: z => z.string().describe('Entity ref: component:default/cart'),
        from: z => z.string().min(1).max(63),
        to: z => z.string().min(1).max(63),
      },
      output: { receipts: z => z.array(z.any()).describe('What was done, for undoing it') },
    },
    async handler(ctx) {
      const { component, from, to } = ctx.input;
      const input = { component, from, to };
      const receipt = await runOperation(ctx, { actions, id: 'pipelines:promote', input });
      ctx.output('receipts', stepReceipts([receipt]));
    },
  });
}
