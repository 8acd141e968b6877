import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import { object, string } from 'zod';
import { runOperation, stepReceipts } from '../runOperation';
import type { OperationCall, StepContext } from '../runOperation';

/** What starting a run answers. */
const startedSchema = object({ run: object({ name: string() }) });

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
        volumes: z =>
          z
            .record(z.string(), z.string())
            .optional()
            .describe('Workspaces that are volumes of the run alone, with their size: 1Gi'),
        serviceAccount: z => z.string().min(1).max(253).optional(),
      },
      output: {
        receipts: z => z.array(z.any()).describe('What was done, for undoing it'),
        run: z => z.string().describe('Name of the PipelineRun'),
      },
    },
    async handler(ctx) {
      const { cluster, namespace, pipeline, params, serviceAccount } = ctx.input;
      const { emptyDirs = [], volumes = {} } = ctx.input;
      const input = {
        ...{ engine: 'tekton', place: cluster, folder: namespace, pipeline },
        ...(params === undefined ? {} : { params }),
        ...(serviceAccount === undefined ? {} : { serviceAccount }),
        workspaces: Object.fromEntries<JsonObject>([
          ...emptyDirs.map(name => [name, { kind: 'emptyDir' }] as const),
          ...Object.entries(volumes).map(
            ([name, storage]) => [name, { kind: 'volumeClaimTemplate', storage }] as const,
          ),
        ]),
      };
      const receipt = await startRun(ctx, { actions, id: 'pipelines:start-run', input });
      ctx.output('receipts', stepReceipts([receipt]));
      const started = startedSchema.safeParse(receipt?.output);
      if (started.success) ctx.output('run', started.data.run.name);
    },
  });
}

/** In a dry run nothing has made the Pipeline that a step before would make. */
async function startRun(ctx: StepContext, call: OperationCall) {
  try {
    return await runOperation(ctx, call);
  } catch (error) {
    const isMissing = error instanceof Error && error.message === missing(call.input.pipeline);
    if (!ctx.isDryRun || !isMissing) throw error;
    ctx.logger.info(`Start ${call.input.pipeline}, once it is there`);
    return undefined;
  }
}

/** As API servers say it. */
function missing(pipeline: unknown): string {
  return `pipelines.tekton.dev "${pipeline}" not found`;
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
