import { z } from 'zod';
import { parameterSpecSchema } from './parameterSchema';

export const ENGINES = ['tekton', 'jenkins'] as const;

/** A DNS-1123 subdomain, or the folder of a Jenkins job; engines check what they need beyond. */
const segment = z.string().min(1).max(253);

/** Where a run is: names that stay the same for as long as it is remembered. */
export const runRefSchema = z.strictObject({
  engine: z.enum(ENGINES),
  /** The cluster, or the Jenkins instance. */
  place: segment,
  /** The namespace, or the folder of the Jenkins job. */
  folder: segment,
  name: segment,
});

/** What became of a run. `waiting`: for a person. `unknown`: it went while it ran, and nobody saw how it ended. */
export const RUN_PHASES = [
  'pending',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'cancelled',
  'timed-out',
  'unknown',
] as const;
export const runPhaseSchema = z.enum(RUN_PHASES);

/** Why the phase is `unknown`: the run went while nobody recorded, or its deletion was seen. */
export const LOST_REASONS = ['GoneUnseen', 'DeletedWhileRunning'] as const;

/** What became of a task or a step. */
export const taskPhaseSchema = z.enum([...RUN_PHASES, 'skipped']);

export const TRIGGER_KINDS = [
  'manual',
  'push',
  'pull-request',
  'schedule',
  'rerun',
  'unknown',
] as const;

export const runTriggerSchema = z.object({
  kind: z.enum(TRIGGER_KINDS),
  /** Who or what, in the words of the engine: a login, an entity ref, an event listener. */
  by: z.string().optional(),
});

/** The commit that a run is about. */
export const runSourceSchema = z.object({
  repository: z.string().optional(),
  branch: z.string().optional(),
  commit: z.string().optional(),
});

/** A run in a list. Times are epoch milliseconds. */
export const runSchema = z.object({
  ref: runRefSchema,
  uid: z.string(),
  /** The Pipeline or job; absent where the run brings its own definition. */
  pipeline: z.string().optional(),
  phase: runPhaseSchema,
  /** The engine's own word: `Completed`, `PipelineRunTimeout`, … */
  reason: z.string().optional(),
  message: z.string().optional(),
  trigger: runTriggerSchema,
  source: runSourceSchema.optional(),
  /** What is built: `app.kubernetes.io/name` or `backstage.io/kubernetes-id`. */
  component: z.string().optional(),
  createdAt: z.number(),
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  /** Counts of tasks; `total` is 0 until the engine has resolved the definition. Skipped ones count as done. */
  tasks: z.object({ total: z.number(), done: z.number(), failed: z.number() }),
  /** The engine has forgotten it: this is what the portal kept. */
  isArchived: z.boolean(),
});

export const valueSchema = z.union([
  z.string(),
  z.array(z.string()),
  z.record(z.string(), z.string()),
]);

const namedValueSchema = z.object({ name: z.string(), value: valueSchema });

export const stepSchema = z.object({
  name: z.string(),
  phase: taskPhaseSchema,
  reason: z.string().optional(),
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  exitCode: z.number().optional(),
  /** What ran it, by digest where the cluster has told it. */
  image: z.string().optional(),
});

/** A place of the graph: one task, one combination of a matrix, or what stands for a nested pipeline. */
export const taskNodeSchema = z.object({
  /** Unique in the graph: the pipeline task's name, with `[0]` and so on in a matrix. */
  id: z.string(),
  title: z.string(),
  kind: z.enum(['task', 'finally', 'custom', 'pipeline']),
  phase: taskPhaseSchema,
  reason: z.string().optional(),
  message: z.string().optional(),
  startedAt: z.number().optional(),
  finishedAt: z.number().optional(),
  /** How often it was tried again. */
  retries: z.number(),
  /** Why it was skipped: the `when` expression that did not hold, or the engine's reason. */
  when: z.string().optional(),
  /** The definition it was made of, with the digest of where that came from: `Task build`. Absent where the run brings it along. */
  uses: z.string().optional(),
  /** Absent also where another controller runs the task. */
  taskRun: z.string().optional(),
  pod: z.string().optional(),
  steps: z.array(stepSchema),
  params: z.array(namedValueSchema),
  results: z.array(namedValueSchema),
  /** On the chain of tasks that the run's duration is made of. */
  isCritical: z.boolean(),
});

export const graphSchema = z.object({
  nodes: z.array(taskNodeSchema),
  /** `to` starts after `from`. */
  edges: z.array(z.object({ from: z.string(), to: z.string() })),
});

export const FAILURE_CAUSES = [
  'oom',
  'image-pull',
  'quota',
  'timeout',
  'unschedulable',
  'step-failed',
  'missing-definition',
  'invalid',
  'cancelled',
  'unknown',
] as const;

/** Why a run did not succeed: its first failure, classified. */
export const runFailureSchema = z.object({
  cause: z.enum(FAILURE_CAUSES),
  /** Id of the node. */
  task: z.string().optional(),
  step: z.string().optional(),
  exitCode: z.number().optional(),
  /** What the engine or the cluster said, most telling first. */
  evidence: z.array(z.string()),
});

export const artifactSchema = z.object({
  name: z.string(),
  uri: z.string(),
  /** `sha256:…` */
  digest: z.string().optional(),
});

/** A step that waits for a person. */
export const runInputSchema = z.object({
  id: z.string(),
  message: z.string(),
  /** What the button that lets it go on is called. */
  proceedText: z.string(),
  /** For whom the pipeline keeps it, in the words of the engine. */
  submitters: z.array(z.string()),
  params: z.array(parameterSpecSchema),
});

export const runDetailSchema = runSchema.extend({
  params: z.array(namedValueSchema),
  results: z.array(namedValueSchema),
  artifacts: z.array(artifactSchema),
  workspaces: z.array(z.object({ name: z.string(), binding: z.string() })),
  graph: graphSchema,
  failure: runFailureSchema.optional(),
  /** What waits for a person. */
  inputs: z.array(runInputSchema).optional(),
  /** What the engine cannot tell here. `stages`: the graph is one node for the whole run. */
  missing: z.array(z.enum(['stages'])).optional(),
  /** The run in the engine's own pages. */
  page: z.object({ title: z.string(), url: z.string() }).optional(),
});

/** A place that could not answer (fully), as data beside the runs of the others. */
export const placeFailureSchema = z.object({
  place: z.string(),
  reason: z.string(),
  state: z.enum(['unreachable', 'denied', 'not-served', 'partial', 'stale']),
});

export const runPageSchema = z.object({
  items: z.array(runSchema),
  /** Runs that match and that the caller may see, archived ones included. */
  total: z.number(),
  nextCursor: z.string().optional(),
  failures: z.array(placeFailureSchema),
  /** Epoch milliseconds of the oldest data in the answer. */
  asOf: z.number(),
});

/** The `data` of one server-sent event of `GET /runs/stream`: `page` replaces all that was shown. */
export const runEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('page'), page: runPageSchema }),
  z.object({
    type: z.literal('delta'),
    /** Apply `removed` (uids), then `inserted` in the order given, then `updated`. */
    delta: z.object({
      removed: z.array(z.string()),
      inserted: z.array(z.object({ index: z.number(), run: runSchema })),
      updated: z.array(runSchema),
      total: z.number(),
      /** Of the page as it is now; absent where nothing comes after it. */
      nextCursor: z.string().optional(),
      asOf: z.number(),
    }),
  }),
]);

/** The `data` of one server-sent event of a run's stream. */
export const runDetailEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('run'), run: runDetailSchema }),
  /** The run has ended, and nothing more comes. */
  z.object({ type: z.literal('end') }),
]);

/** The `data` of one server-sent event of a run's logs. */
export const runLogEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('lines'),
    lines: z.array(z.object({ step: z.string(), at: z.number().optional(), text: z.string() })),
  }),
  z.object({ type: z.literal('problem'), step: z.string().optional(), reason: z.string() }),
  z.object({
    type: z.literal('end'),
    /** Where the lines came from. */
    from: z.enum(['pod', 'archive', 'jenkins']),
    /** Not all of it was kept. */
    isCut: z.boolean(),
  }),
]);
