import type { ActionsService } from '@backstage/backend-plugin-api/alpha';
import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import type { JsonObject } from '@backstage/types';
import type { OperationReceipt } from '@kubemate/operations-common';
import { createHash } from 'node:crypto';
import { runOperation, stepReceipts } from '../runOperation';
import type { OperationCall, StepContext } from '../runOperation';

/** As the API server makes names up: no vowels, and nothing that looks like something else. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789';
const MAX_PREFIX = 57;

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
        // A step that is run again after a crash finds its run by the name, and makes no second one.
        runName: runNameOf(ctx, pipeline),
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
      if (!ctx.isDryRun) ctx.output('run', input.runName);
    },
  });
}

/** Starts a run of what the field `KubematePipeline` has chosen: a Pipeline of Tekton or a job of Jenkins. */
export function startPipelineRun(actions: ActionsService) {
  return createTemplateAction({
    id: 'kubemate:pipeline:run',
    description:
      'Starts a run of a Tekton Pipeline or a build of a Jenkins job, as the person who started the task.',
    supportsDryRun: true,
    schema: {
      input: {
        pipeline: z =>
          z
            .object({
              engine: z.enum(['tekton', 'jenkins']),
              place: z.string().min(1).max(253).describe('A cluster, or an instance of Jenkins'),
              folder: z.string().min(1).max(253).describe('A namespace, or a folder of Jenkins'),
              name: z.string().min(1).max(253),
              params: z.record(z.string(), z.any()).optional(),
              workspaces: z.record(z.string(), z.any()).optional(),
            })
            .describe('The value of a field KubematePipeline'),
      },
      output: {
        receipts: z => z.array(z.any()).describe('What was done, for undoing it'),
        page: z => z.string().describe('Path of the run’s page in the portal'),
      },
    },
    async handler(ctx) {
      const { name, params, workspaces, ...at } = ctx.input.pipeline;
      const input = {
        ...{ ...at, pipeline: name },
        ...(at.engine === 'tekton' ? { runName: runNameOf(ctx, name) } : {}),
        ...(params === undefined ? {} : { params }),
        ...(workspaces === undefined ? {} : { workspaces }),
      };
      const receipt = await startRun(ctx, { actions, id: 'pipelines:start-run', input });
      ctx.output('receipts', stepReceipts([receipt]));
      const run = startedName(receipt?.output) ?? input.runName;
      if (ctx.isDryRun || run === undefined) return;
      const path = [at.engine, at.place, at.folder, run].map(encodeURIComponent).join('/');
      ctx.output('page', `/pipelines/runs/${path}`);
    },
  });
}

/** What the operation calls the run that it has made. */
function startedName(output: OperationReceipt['output']): string | undefined {
  const run = output?.run;
  if (typeof run !== 'object' || run === null || !('name' in run)) return undefined;
  return typeof run.name === 'string' ? run.name : undefined;
}

/** The same for each run of the step. */
function runNameOf({ task, step, each }: StepContext, pipeline: string): string {
  const of = `${task.id}:${step?.id ?? ''}:${String(each?.key ?? '')}`;
  const bytes = createHash('sha256').update(of).digest().subarray(0, 5);
  const suffix = [...bytes].map(byte => LETTERS.charAt(byte % LETTERS.length)).join('');
  return `${pipeline.slice(0, MAX_PREFIX)}-${suffix}`;
}

async function startRun(ctx: StepContext, call: OperationCall) {
  // In a dry run nothing has made the Pipeline that a step before would make.
  const isLater = (message: string) => message === missing(call.input.pipeline);
  try {
    return await runOperation(ctx, { ...call, isLater });
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    // The first attempt was cut off after it had begun.
    if (message.includes(`"${call.input.runName}" already exists`)) return undefined;
    throw error;
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
      const receipt = await runOperation(ctx, {
        ...{ actions, id: 'pipelines:promote', input },
        // It goes on for as long as its gates and pods need.
        waitMs: 0,
      });
      ctx.output('receipts', stepReceipts([receipt]));
    },
  });
}

/** Makes a multibranch project of Jenkins for a repository. */
export function createJenkinsJob(actions: ActionsService) {
  return createTemplateAction({
    id: 'kubemate:jenkins:create-job',
    description:
      'Makes a multibranch project of Jenkins that builds the branches of a repository by their Jenkinsfile.',
    supportsDryRun: true,
    schema: {
      input: {
        jenkins: z => z.string().min(1).max(253).describe('The instance, as the portal calls it'),
        folder: z => z.string().min(1).max(253).describe('A folder of Jenkins, / for none'),
        name: z => z.string().min(1).max(63),
        repository: z => z.string().min(1).max(2000).describe('Where Jenkins clones from'),
        description: z => z.string().max(500).optional(),
        credentials: z =>
          z.string().min(1).max(253).optional().describe('Id of credentials in Jenkins'),
        scriptPath: z => z.string().min(1).max(300).optional(),
      },
      output: {
        receipts: z => z.array(z.any()).describe('What was done, for undoing it'),
        url: z => z.string().describe('The project’s page in Jenkins'),
      },
    },
    async handler(ctx) {
      const { jenkins, ...input } = ctx.input;
      const call = { actions, id: 'pipelines:create-job', input: { place: jenkins, ...input } };
      const receipt = await runOperation(ctx, call);
      ctx.output('receipts', stepReceipts([receipt]));
      const { url } = receipt?.output ?? {};
      if (typeof url === 'string') ctx.output('url', url);
    },
  });
}
