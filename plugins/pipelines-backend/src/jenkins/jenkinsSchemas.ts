import { z } from 'zod';

/** Beans of Jenkins' remote API as far as they are read. Every field that a `tree=` names may be missing: plugins differ. */
const text = z.string().nullish();

const valueSchema = z.union([z.string(), z.boolean(), z.number()]).nullish();

const parameterDefinitionSchema = z.object({
  _class: z.string().optional(),
  type: z.string(),
  name: z.string(),
  description: text,
  choices: z.array(z.string()).optional(),
  defaultParameterValue: z.object({ value: valueSchema }).nullish(),
});
export type JenkinsParameter = z.output<typeof parameterDefinitionSchema>;

const jobShape = {
  _class: z.string(),
  name: z.string(),
  fullName: z.string(),
  description: text,
  buildable: z.boolean().optional(),
  nextBuildNumber: z.number().optional(),
};

export interface JenkinsItem {
  readonly _class: string;
  readonly name: string;
  readonly fullName: string;
  readonly description?: string | null;
  readonly buildable?: boolean;
  /** Differs when a build has begun. */
  readonly nextBuildNumber?: number;
  /** Of a folder. */
  readonly jobs?: readonly JenkinsItem[];
}

export const itemSchema: z.ZodType<JenkinsItem> = z.lazy(() =>
  z.object({ ...jobShape, jobs: z.array(itemSchema).optional() }),
);

export const rootSchema = z.object({ jobs: z.array(itemSchema).default([]) });

const causeSchema = z.object({
  _class: z.string().optional(),
  shortDescription: text,
  userId: text,
  userName: text,
  upstreamProject: text,
  upstreamBuild: z.number().nullish(),
});
export type JenkinsCause = z.output<typeof causeSchema>;

const actionSchema = z.object({
  _class: z.string().optional(),
  causes: z.array(causeSchema).optional(),
  parameters: z
    .array(z.object({ _class: z.string().optional(), name: z.string(), value: valueSchema }))
    .optional(),
  lastBuiltRevision: z
    .object({
      SHA1: text,
      branch: z.array(z.object({ SHA1: text, name: text })).nullish(),
    })
    .nullish(),
  remoteUrls: z.array(z.string()).nullish(),
  waitingForInput: z.boolean().optional(),
});
export type JenkinsAction = z.output<typeof actionSchema>;

export const buildSchema = z.object({
  _class: z.string().optional(),
  number: z.number(),
  queueId: z.number().optional(),
  building: z.boolean(),
  result: text,
  /** Epoch milliseconds. */
  timestamp: z.number(),
  duration: z.number().default(0),
  description: text,
  actions: z.array(actionSchema.nullable()).default([]),
  artifacts: z.array(z.object({ fileName: z.string(), relativePath: z.string() })).optional(),
});
export type JenkinsBuild = z.output<typeof buildSchema>;

export const jobDetailSchema = z.object({
  ...jobShape,
  property: z
    .array(z.object({ parameterDefinitions: z.array(parameterDefinitionSchema).optional() }))
    .default([]),
  builds: z.array(buildSchema).default([]),
});
export type JenkinsJobDetail = z.output<typeof jobDetailSchema>;

export const buildsSchema = z.object({ allBuilds: z.array(buildSchema).default([]) });

export const queueItemSchema = z.object({
  _class: z.string().optional(),
  id: z.number(),
  inQueueSince: z.number(),
  why: text,
  cancelled: z.boolean().optional(),
  task: z.object({ _class: z.string().optional(), fullName: text, name: text }).nullish(),
  executable: z.object({ number: z.number(), url: text }).nullish(),
  actions: z.array(actionSchema.nullable()).default([]),
});
export type JenkinsQueueItem = z.output<typeof queueItemSchema>;

export const queueSchema = z.object({ items: z.array(queueItemSchema).default([]) });

const inputSchema = z.object({
  id: z.string(),
  settled: z.boolean().optional(),
  input: z.object({
    message: z.string().default(''),
    ok: text,
    submitter: text,
    parameters: z.array(parameterDefinitionSchema).default([]),
  }),
});
export type JenkinsInput = z.output<typeof inputSchema>;

export const inputsSchema = z.object({
  actions: z
    .array(z.object({ executions: z.array(inputSchema).optional() }).nullable())
    .default([]),
});

const errorSchema = z.object({ message: text, type: text }).nullish();

const flowNodeSchema = z.object({
  id: z.string(),
  name: z.string().nullish(),
  status: z.string().nullish(),
  error: errorSchema,
  parameterDescription: text,
  startTimeMillis: z.number().default(0),
  durationMillis: z.number().default(0),
});
export type JenkinsFlowNode = z.output<typeof flowNodeSchema>;

export const stagesSchema = z.object({
  status: z.string().nullish(),
  stages: z
    .array(flowNodeSchema.extend({ stageFlowNodes: z.array(flowNodeSchema).default([]) }))
    .default([]),
});
export type JenkinsStage = z.output<typeof stagesSchema>['stages'][number];

export const crumbSchema = z.object({ crumb: z.string(), crumbRequestField: z.string() });
