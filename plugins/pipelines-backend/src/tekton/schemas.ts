import { z } from 'zod';

/** Objects of tekton.dev/v1 as far as the portal reads them. Nothing is refused for what it holds beside. */
const text = z.string().nullish();
const list = <T extends z.ZodType>(item: T) => z.array(item).nullish();

const condition = z.object({
  type: z.string(),
  status: z.enum(['True', 'False', 'Unknown']).catch('Unknown'),
  reason: z.string().optional(),
  message: z.string().optional(),
});

const value = z.union([
  z.string(),
  z.array(z.string()),
  z.record(z.string(), z.string()),
  z.unknown().transform(other => JSON.stringify(other) ?? ''),
]);
const named = z.object({ name: z.string(), value: value });

const whenExpression = z.object({
  input: text,
  operator: text,
  values: list(z.string()),
  cel: text,
});

const reference = z.object({
  name: text,
  kind: text,
  apiVersion: text,
  resolver: text,
  params: list(named),
});

const matrix = z.object({ params: list(named), include: list(z.unknown()) });

export const pipelineTaskSchema = z.looseObject({
  name: z.string(),
  displayName: text,
  taskRef: reference.nullish(),
  taskSpec: z.looseObject({ kind: text, apiVersion: text }).nullish(),
  pipelineRef: reference.nullish(),
  pipelineSpec: z.unknown().optional(),
  runAfter: list(z.string()),
  params: list(named),
  when: list(whenExpression),
  matrix: matrix.nullish(),
  retries: z.number().nullish(),
});

const paramSpec = z.object({
  name: z.string(),
  type: z.enum(['string', 'array', 'object']).catch('string').default('string'),
  description: text,
  default: value.optional(),
  enum: list(z.string()),
});

const workspaceSpec = z.object({
  name: z.string(),
  description: text,
  optional: z.boolean().nullish(),
});

const resultSpec = z.object({ name: z.string(), description: text });

export const pipelineSpecSchema = z.object({
  description: text,
  params: list(paramSpec),
  workspaces: list(workspaceSpec),
  results: list(resultSpec),
  tasks: list(pipelineTaskSchema),
  finally: list(pipelineTaskSchema),
});

export const taskSpecSchema = z.object({
  description: text,
  params: list(paramSpec),
  workspaces: list(workspaceSpec),
  results: list(resultSpec),
  steps: list(z.object({ name: text, image: text })),
});

const claim = z.object({ claimName: text }).nullish();
const workspaceBinding = z.looseObject({
  name: z.string(),
  persistentVolumeClaim: claim,
  configMap: z.object({ name: text }).nullish(),
  secret: z.object({ secretName: text }).nullish(),
  emptyDir: z.unknown().optional(),
  volumeClaimTemplate: z.unknown().optional(),
});

export const pipelineRunSchema = z.object({
  spec: z
    .object({
      pipelineRef: reference.nullish(),
      pipelineSpec: pipelineSpecSchema.nullish(),
      params: list(named),
      workspaces: list(workspaceBinding),
      status: text,
    })
    .nullish(),
  status: z
    .object({
      conditions: list(condition),
      startTime: text,
      completionTime: text,
      results: list(named),
      pipelineSpec: pipelineSpecSchema.nullish(),
      childReferences: list(
        z.object({
          kind: text,
          name: z.string(),
          displayName: text,
          pipelineTaskName: text,
          whenExpressions: list(whenExpression),
        }),
      ),
      skippedTasks: list(
        z.object({ name: z.string(), reason: text, whenExpressions: list(whenExpression) }),
      ),
    })
    .nullish(),
});

const stepState = z.object({
  name: text,
  container: text,
  imageID: text,
  terminationReason: text,
  waiting: z.object({ reason: text, message: text }).nullish(),
  running: z.object({ startedAt: text }).nullish(),
  terminated: z
    .object({
      exitCode: z.number(),
      reason: text,
      message: text,
      startedAt: text,
      finishedAt: text,
    })
    .nullish(),
});

/** A TaskRun; a CustomRun and a nested PipelineRun have the same fields as far as a graph goes. */
export const taskRunSchema = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).nullish() }),
  spec: z.looseObject({ params: list(named), taskRef: reference.nullish() }).nullish(),
  status: z
    .object({
      conditions: list(condition),
      startTime: text,
      completionTime: text,
      podName: text,
      steps: list(stepState),
      results: list(named),
      retriesStatus: list(z.unknown()),
      taskSpec: taskSpecSchema.nullish().catch(undefined),
      /** Where Tekton fetched the definition from; what it is in the cluster itself has none. */
      provenance: z
        .object({
          refSource: z.object({ digest: z.record(z.string(), z.string()).nullish() }).nullish(),
        })
        .nullish()
        .catch(undefined),
    })
    .nullish(),
});

export type PipelineRunParts = z.output<typeof pipelineRunSchema>;
export type TaskRunParts = z.output<typeof taskRunSchema>;
export type StepState = z.output<typeof stepState>;
export type PipelineSpec = z.output<typeof pipelineSpecSchema>;
export type PipelineTask = z.output<typeof pipelineTaskSchema>;
export type WhenExpression = z.output<typeof whenExpression>;
