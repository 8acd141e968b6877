import { commaList } from '@kubemate/http-common';
import type { Route } from '@kubemate/http-common';
import { z } from 'zod';
import { definitionDetailSchema, definitionListSchema } from './definitionSchemas';
import { imageLookSchema, imageQuerySchema, imageRegistryListSchema } from './images/imageSchemas';
import { jobDirectorySchema } from './jobDirectorySchema';
import { outcomesSchema } from './outcomeSchemas';
import { presetListSchema } from './presetSchemas';
import {
  ENGINES,
  runDetailEventSchema,
  runDetailSchema,
  runEventSchema,
  runLogEventSchema,
  runPageSchema,
  runPhaseSchema,
  runRefSchema,
} from './runSchemas';
import { eventListenerListSchema, hookReceiptSchema } from './triggerSchemas';
import { waitingListSchema } from './waitingSchemas';

const nothing = z.strictObject({});
const text = z.string().min(1).max(253);

/** Fields that runs are sorted by; descending with a leading minus. Ties break by uid. */
export const RUN_SORTS = ['created', 'finished', 'duration', 'name', 'pipeline', 'phase'] as const;
const sortSchema = z.enum(RUN_SORTS.flatMap(field => [field, `-${field}` as const]));

/** Which runs, over all engines and places. */
export const runQuerySchema = z.strictObject({
  /** Tekton, Jenkins; both where absent. */
  engines: commaList.pipe(z.array(z.enum(ENGINES)).optional()).optional(),
  /** Clusters and Jenkins instances; all where absent. */
  places: commaList.optional(),
  /** Namespaces and folders; all where absent. */
  folders: commaList.optional(),
  /** Case-insensitive words; each must stand in the name, pipeline, component, branch, commit or author. */
  search: z.string().max(200).optional(),
  phases: commaList.pipe(z.array(runPhaseSchema).optional()).optional(),
  pipeline: text.optional(),
  component: text.optional(),
  branch: z.string().min(1).max(500).optional(),
  /** What `trigger.by` says. */
  author: text.optional(),
  /** Created at or after, epoch milliseconds. */
  since: z.coerce.number().int().min(0).optional(),
  /** Created before, epoch milliseconds. */
  until: z.coerce.number().int().min(0).optional(),
  /** Milliseconds that a run took at least; what goes on has not taken any yet. */
  minDuration: z.coerce.number().int().min(0).optional(),
  sort: sortSchema.default('-created'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** Continues after the run that an earlier page ended with. */
  cursor: z.string().max(2000).optional(),
});

export const definitionQuerySchema = z.strictObject({
  places: commaList.optional(),
  folders: commaList.optional(),
  search: z.string().max(200).optional(),
  kind: z.enum(['Pipeline', 'Task']).default('Pipeline'),
});

const runParams = z.strictObject(runRefSchema.shape);
const definitionParams = z.strictObject({ place: text, folder: text, name: text });

/** Every route of `/api/pipelines` beside those of its operations. */
export const pipelinesRoutes = {
  listRuns: {
    path: '/runs',
    summary: 'Runs over all clusters, live and archived ones in one list',
    query: runQuerySchema,
    response: runPageSchema,
  },
  watchRuns: {
    path: '/runs/stream',
    summary: 'The same runs, live',
    query: runQuerySchema,
    event: runEventSchema,
  },
  listWaiting: {
    path: '/runs/waiting',
    summary: 'What waits for a person, over both engines, with who may answer',
    query: z.strictObject({ places: commaList.optional(), folders: commaList.optional() }),
    response: waitingListSchema,
  },
  getRun: {
    path: '/runs/{engine}/{place}/{folder}/{name}',
    summary: 'One run with its graph, parameters and results, and why it failed',
    params: runParams,
    query: nothing,
    response: runDetailSchema,
  },
  watchRun: {
    path: '/runs/{engine}/{place}/{folder}/{name}/stream',
    summary: 'The same run as it changes, until it has ended',
    params: runParams,
    query: nothing,
    event: runDetailEventSchema,
  },
  streamRunLogs: {
    path: '/runs/{engine}/{place}/{folder}/{name}/logs',
    summary:
      'Logs of one task, all steps or one, followed while it runs; from the archive once the pod is gone',
    params: runParams,
    query: z.strictObject({
      /** Id of a node of the run's graph. */
      task: z.string().min(1).max(300),
      step: text.optional(),
      tailLines: z.coerce.number().int().min(1).max(100_000).default(10_000),
    }),
    event: runLogEventSchema,
  },
  listDefinitions: {
    path: '/pipelines',
    summary: 'Pipelines or Tasks that can be run, with the newest run of each',
    query: definitionQuerySchema,
    response: definitionListSchema,
  },
  getDefinition: {
    path: '/pipelines/{place}/{folder}/{name}',
    summary: 'One Pipeline or Task: parameters, workspaces, graph, who uses it',
    params: definitionParams,
    query: z.strictObject({ kind: z.enum(['Pipeline', 'Task']).default('Pipeline') }),
    response: definitionDetailSchema,
  },
  getOutcomes: {
    path: '/pipelines/{place}/{folder}/{name}/outcomes',
    summary:
      'How the tasks of a Pipeline did in its last runs, and at which commits they were flaky',
    params: definitionParams,
    query: z.strictObject({
      /** Runs of this commit are there as well, however old. */
      commit: z.string().min(1).max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: outcomesSchema,
  },
  listPresets: {
    path: '/pipelines/{place}/{folder}/{name}/presets',
    summary:
      'Values of the form that starts a run: the caller’s own presets, and those of their groups',
    params: definitionParams,
    query: nothing,
    response: presetListSchema,
  },
  listImages: {
    path: '/images',
    summary: 'Repositories of the image registries that the caller may choose from',
    query: nothing,
    response: imageRegistryListSchema,
  },
  lookAtImage: {
    path: '/images/look',
    summary: 'Tags of an image’s repository, and whether there is such an image',
    query: imageQuerySchema,
    response: imageLookSchema,
  },
  listTriggers: {
    path: '/triggers',
    summary:
      'Event listeners of Tekton Triggers: what they let through, what they start, and what they have started',
    query: z.strictObject({ places: commaList.optional(), folders: commaList.optional() }),
    response: eventListenerListSchema,
  },
  getOpenApi: {
    path: '/openapi.json',
    summary: 'This contract as OpenAPI 3.1',
    query: nothing,
    response: z.looseObject({ openapi: z.string() }),
  },
} as const satisfies Record<string, Route>;

/** Routes for other programs, which prove themselves otherwise. */
export const pipelinesMachineRoutes = {
  getJobDirectory: {
    path: '/job-directory',
    summary: 'Jobs of Jenkins, and whose they are; for other plugins',
    query: nothing,
    response: jobDirectorySchema,
  },
  receiveHook: {
    method: 'POST',
    path: '/hooks/{place}/{folder}/{listener}',
    summary:
      'Webhook for a git server: a delivery to an event listener, signed with its secret (X-Hub-Signature-256, X-Gitea-Signature, X-Gitlab-Token)',
    params: z.strictObject({ place: text, folder: text, listener: text }),
    query: nothing,
    body: z.looseObject({}),
    response: hookReceiptSchema,
  },
} as const satisfies Record<string, Route>;
