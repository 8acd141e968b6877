import { operationContract } from '@kubemate/operations-common';
import { z } from 'zod';
import { pipelinePermissions } from './permissions';
import { ENGINES, runRefSchema } from './runSchemas';

const name = z.string().min(1).max(253);

/** How a run is stopped, in the words of Tekton's `spec.status`. */
export const CANCEL_MODES = ['Cancelled', 'CancelledRunFinally', 'StoppedRunFinally'] as const;

/** A value as Tekton takes it, bounded: the API server refuses objects above 1.5 MiB. */
export const parameterValueSchema = z.union([
  z.string().max(100_000),
  z.array(z.string().max(10_000)).max(1000),
  z.record(z.string().max(253), z.string().max(10_000)),
]);

const secretValues = z.record(name, z.string().max(10_000));

/** What a workspace is bound to. */
export const workspaceBindingSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('emptyDir') }),
  z.strictObject({ kind: z.literal('persistentVolumeClaim'), name }),
  z.strictObject({ kind: z.literal('configMap'), name }),
  z.strictObject({ kind: z.literal('secret'), name }),
  z.strictObject({
    kind: z.literal('volumeClaimTemplate'),
    storage: z.string().regex(/^[0-9]+(\.[0-9]+)?(m|[kMGTPE]i?)?$/, 'must be a quantity: 1Gi'),
    storageClass: name.optional(),
  }),
]);

const jobPlace = {
  /** The instance, as the portal calls it. */
  place: name,
  /** The folder of Jenkins, as it is written there: `shop/backend`, `/` for none. */
  folder: z
    .string()
    .max(253)
    .regex(/^(\/|[\w.-]+(\/[\w.-]+)*)$/, 'must be folders of Jenkins: shop/backend, or /'),
  name: z
    .string()
    .max(63)
    .regex(/^[A-Za-z0-9][\w.-]*$/, 'may hold letters, digits, dots, dashes and underscores'),
};

/** Everything that changes runs. Each acts on a cluster as the person who asks, on Jenkins as the instance's account. */
export const pipelineOperations = {
  startRun: operationContract({
    name: 'pipelines.start-run',
    title: 'Start a run',
    summary:
      'Runs a Pipeline, or builds a job of Jenkins, with the parameters and workspaces given; the others keep their defaults.',
    effect: 'write',
    permission: pipelinePermissions.startRun,
    input: z.strictObject({
      engine: z.enum(ENGINES),
      place: name,
      folder: name,
      pipeline: name,
      params: z.record(name, parameterValueSchema).optional(),
      workspaces: z.record(name, workspaceBindingSchema).optional(),
      serviceAccount: name.optional(),
      /** Of the PipelineRun; made up where absent. Where there is one it is a conflict. */
      runName: z
        .string()
        .max(63)
        .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'may hold lower case letters, digits and hyphens')
        .optional(),
      /** Values of Jenkins' parameters of the type `password`. */
      secrets: secretValues.optional(),
    }),
    secretFields: ['secrets'],
  }),
  savePreset: operationContract({
    name: 'pipelines.save-preset',
    title: 'Save a preset',
    summary:
      'Keeps values of the form that starts a run under a name, for oneself or for a group that one is in. Passwords are not kept.',
    effect: 'write',
    permission: pipelinePermissions.startRun,
    input: z.strictObject({
      engine: z.enum(ENGINES),
      place: name,
      folder: name,
      pipeline: name,
      name: z.string().trim().min(1).max(100),
      /** Entity ref of the group that shares it; one's own where absent. */
      group: name.optional(),
      params: z.record(name, parameterValueSchema).optional(),
      workspaces: z.record(name, workspaceBindingSchema).optional(),
      serviceAccount: name.optional(),
    }),
  }),
  deletePreset: operationContract({
    name: 'pipelines.delete-preset',
    title: 'Delete a preset',
    summary: 'Deletes a preset of one’s own, or of a group that one is in.',
    effect: 'destroy',
    permission: pipelinePermissions.startRun,
    input: z.strictObject({ preset: name }),
  }),
  cancelRun: operationContract({
    name: 'pipelines.cancel-run',
    title: 'Cancel a run',
    summary:
      'Stops a run: at once, at once but with its finally tasks, or once the tasks that run have ended.',
    effect: 'write',
    permission: pipelinePermissions.cancelRun,
    input: z.strictObject({ run: runRefSchema, mode: z.enum(CANCEL_MODES).default('Cancelled') }),
    bulk: true,
  }),
  rerun: operationContract({
    name: 'pipelines.rerun',
    title: 'Run again',
    summary: 'Starts a new run with the definition, parameters and workspaces of an earlier one.',
    effect: 'write',
    permission: pipelinePermissions.startRun,
    input: z.strictObject({ run: runRefSchema }),
    bulk: true,
  }),
  answerInput: operationContract({
    name: 'pipelines.answer-input',
    title: 'Answer a run that waits',
    summary:
      'Lets a run go on that waits for a person, at an ApprovalTask of Tekton or an input step of Jenkins, with the values it asks for; or ends it.',
    effect: 'write',
    permission: pipelinePermissions.answerRun,
    input: z.strictObject({
      run: runRefSchema,
      /** Of the run's `inputs`. */
      input: name,
      decision: z.enum(['proceed', 'abort']),
      params: z.record(name, z.string().max(100_000)).optional(),
      secrets: secretValues.optional(),
      /** Stands in the audit trail, and on a cluster beside the answer. */
      reason: z.string().max(500).optional(),
    }),
    secretFields: ['secrets'],
  }),
  replayTrigger: operationContract({
    name: 'pipelines.replay-trigger',
    title: 'Replay an event',
    summary:
      'Makes of a payload what a trigger of an event listener would: its plan says what each interceptor does with it, and shows the run. Signatures are not checked.',
    effect: 'write',
    permission: pipelinePermissions.startRun,
    input: z.strictObject({
      place: name,
      folder: name,
      listener: name,
      /** The group of the listener that selects the trigger; absent for one of the listener's own. */
      group: name.optional(),
      trigger: name,
      /** The payload, as JSON. */
      body: z.string().max(500_000),
      headers: z.record(name, z.string().max(5000)).optional(),
    }),
  }),
  createJob: operationContract({
    name: 'pipelines.create-job',
    title: 'Create a job of Jenkins',
    summary:
      'Makes a multibranch project of Jenkins that builds the branches of a git repository by the Jenkinsfile in them.',
    effect: 'write',
    permission: pipelinePermissions.createJob,
    input: z.strictObject({
      ...jobPlace,
      description: z.string().max(500).default(''),
      /** Where Jenkins clones from. */
      repository: z.url({ protocol: /^(https?|ssh)$/ }).max(2000),
      /** Of Jenkins’ own credentials, by their id; none for a repository that anybody may read. */
      credentials: name.optional(),
      scriptPath: z
        .string()
        .min(1)
        .max(300)
        .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./-]+$/, 'must be a path within the repository')
        .default('Jenkinsfile'),
    }),
  }),
  deleteJob: operationContract({
    name: 'pipelines.delete-job',
    title: 'Delete a job of Jenkins',
    summary: 'Deletes a multibranch project or another job of Jenkins with all its builds.',
    effect: 'destroy',
    permission: pipelinePermissions.deleteJob,
    input: z.strictObject(jobPlace),
    typed: true,
  }),
  deleteRun: operationContract({
    name: 'pipelines.delete-run',
    title: 'Delete a run',
    summary:
      'Deletes a run and its pods from the cluster, or a build from Jenkins. What the portal kept of it stays until its time is over.',
    effect: 'destroy',
    permission: pipelinePermissions.deleteRun,
    input: z.strictObject({ run: runRefSchema }),
    bulk: true,
  }),
} as const;
