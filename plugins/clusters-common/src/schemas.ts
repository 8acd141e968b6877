import { z } from 'zod';
import { commaList } from '@kubemate/http-common';
import { parseResourceId } from '@kubemate/kube-common';
import type { Health, ResourceId } from '@kubemate/kube-common';

export const HEALTHS = [
  'ok',
  'progressing',
  'warning',
  'failed',
  'idle',
  'unknown',
] as const satisfies readonly Health[];

export const flag = z.enum(['true', 'false']);

/** `apps/v1/deployments`, `v1/pods` */
export const resourceIdSchema = z.string().transform((text, context): ResourceId => {
  const id = parseResourceId(text);
  if (id === undefined) {
    context.addIssue({
      code: 'custom',
      message: 'must be group/version/plural, or version/plural for the core group',
    });
    return z.NEVER;
  }
  return id;
});

export const rowQuerySchema = z.strictObject({
  clusters: commaList.optional(),
  resource: resourceIdSchema,
  namespaces: commaList.optional(),
  search: z.string().max(200).optional(),
  labelSelector: z.string().max(1000).optional(),
  filter: z.string().max(1000).optional(),
  sort: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(2000).optional(),
  offset: z.coerce.number().int().min(0).optional(),
});

export const objectQuerySchema = z.strictObject({
  cluster: z.string().min(1),
  resource: resourceIdSchema,
  namespace: z.string().min(1).optional(),
  name: z.string().min(1),
});

export const clusterQuerySchema = z.strictObject({ cluster: z.string().min(1) });

export const logQuerySchema = z.strictObject({
  cluster: z.string().min(1),
  namespace: z.string().min(1),
  /** A pod, or any workload with a pod selector: `apps/v1/deployments`. */
  resource: resourceIdSchema,
  name: z.string().min(1),
  container: z.string().min(1).optional(),
  previous: flag.default('false').transform(text => text === 'true'),
  follow: flag.default('true').transform(text => text === 'true'),
  sinceSeconds: z.coerce.number().int().min(1).max(31_536_000).optional(),
  tailLines: z.coerce.number().int().min(1).max(100_000).default(1000),
});

export const searchQuerySchema = z.strictObject({
  q: z.string().min(1).max(200),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export const columnSchema = z.object({
  id: z.string(),
  title: z.string(),
  type: z.enum(['text', 'number', 'boolean', 'bytes', 'cores', 'time', 'fraction', 'list']),
  priority: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  description: z.string().optional(),
});

export const rowSchema = z.object({
  cluster: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  uid: z.string(),
  resourceVersion: z.string(),
  created: z.number(),
  labels: z.record(z.string(), z.string()).optional(),
  owner: z.object({ kind: z.string(), name: z.string() }).optional(),
  health: z.enum(HEALTHS),
  reason: z.string().optional(),
  cells: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const failureSchema = z.object({
  cluster: z.string(),
  reason: z.string(),
  state: z.enum(['unreachable', 'denied', 'not-served', 'partial', 'stale']),
});

export const rowPageSchema = z.object({
  items: z.array(rowSchema),
  offset: z.number(),
  total: z.number(),
  nextCursor: z.string().optional(),
  failures: z.array(failureSchema),
  asOf: z.number(),
  columns: z.array(columnSchema),
});

export const rowDeltaSchema = z.object({
  removed: z.array(z.string()),
  inserted: z.array(z.object({ index: z.number(), row: rowSchema })),
  updated: z.array(rowSchema),
  total: z.number(),
  asOf: z.number(),
});

/** The `data` of one server-sent event of `GET /rows/stream`. */
export const rowEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('page'), page: rowPageSchema }),
  z.object({ type: z.literal('delta'), delta: rowDeltaSchema }),
  z.object({ type: z.literal('status'), failures: z.array(failureSchema), asOf: z.number() }),
]);

const connectionSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('connecting') }),
  z.object({ state: z.literal('ready'), since: z.number() }),
  z.object({
    state: z.literal('unreachable'),
    reason: z.string(),
    since: z.number(),
    nextRetryAt: z.number(),
  }),
]);

export const clusterSchema = z.object({
  name: z.string(),
  title: z.string(),
  source: z.enum(['sandbox', 'config', 'kubeconfig', 'registered']),
  labels: z.record(z.string(), z.string()),
  /** Entity ref of who answers for it. */
  owner: z.string().optional(),
  server: z.string(),
  identity: z.enum(['impersonate', 'token', 'self']),
  connection: connectionSchema,
  version: z.string().optional(),
  latencies: z.array(z.number()),
  asOf: z.number().optional(),
  apiGroups: z.array(z.string()),
});

export const clusterListSchema = z.object({ items: z.array(clusterSchema) });

/** A sum over the nodes or pods that the caller may see; null where they may not see them. */
export const amountSchema = z.object({
  cpu: z.number(),
  memory: z.number(),
  pods: z.number(),
  gpu: z.number(),
});

/** Cores and bytes, as `metrics.k8s.io` measures them. */
const usageSchema = z.object({ cpu: z.number(), memory: z.number() });

export const clusterSummarySchema = z.object({
  cluster: clusterSchema,
  nodes: z.object({ total: z.number(), ready: z.number(), gpu: z.number() }).nullable(),
  /** Units: cores, bytes, count, devices. */
  allocatable: amountSchema.nullable(),
  /** Requests of pods that hold room on a node; counts only pods the caller may see. */
  requested: amountSchema.nullable(),
  /** From `metrics.k8s.io`; null where the cluster does not serve it. */
  used: usageSchema.nullable(),
  /** False where the caller sees only some namespaces, so `requested` is a part of the truth. */
  complete: z.boolean(),
  pods: z.record(z.enum(HEALTHS), z.number()),
  namespaces: z.number(),
  failures: z.array(failureSchema),
});

export const nodeListSchema = z.object({
  items: z.array(
    z.object({
      name: z.string(),
      allocatable: amountSchema,
      /** Requests of the pods on the node that the caller may see. */
      requested: amountSchema,
      used: usageSchema.nullable(),
    }),
  ),
  /** False where the caller sees only some namespaces, so `requested` is a part of the truth. */
  complete: z.boolean(),
  failures: z.array(failureSchema),
});

export const attentionItemSchema = z.object({
  resource: z.string(),
  kind: z.string(),
  row: rowSchema,
  /** Creation of the newest object in trouble: the pod that crashes, rather than the deployment that has been there for a year. */
  since: z.number(),
});

export const fleetSchema = z.object({
  clusters: z.array(clusterSummarySchema),
  /** Workloads, jobs, volumes and nodes that need somebody, worst and newest first; at most 100. */
  attention: z.array(attentionItemSchema),
  attentionTotal: z.number(),
  failures: z.array(failureSchema),
  asOf: z.number(),
});

export const resourceTypeSchema = z.object({
  resource: z.string(),
  group: z.string(),
  version: z.string(),
  plural: z.string(),
  kind: z.string(),
  singular: z.string(),
  namespaced: z.boolean(),
  shortNames: z.array(z.string()),
  categories: z.array(z.string()),
  custom: z.boolean(),
  columns: z.array(columnSchema),
  /** Verbs the caller has somewhere in the cluster. */
  verbs: z.array(z.string()),
});

export const resourceListSchema = z.object({ items: z.array(resourceTypeSchema) });

export const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    uid: z.string().optional(),
  }),
});

export const relatedItemSchema = z.object({
  relation: z.enum([
    'owner',
    'owned',
    'selects',
    'selected-by',
    'mounts',
    'mounted-by',
    'routes-to',
    'routed-by',
    'runs-on',
    'uses',
    'used-by',
    'scales',
    'scaled-by',
  ]),
  resource: z.string(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  /** Absent where the caller may not read it or it does not exist. */
  row: rowSchema.optional(),
  /** True where another object names it and it does not exist. */
  missing: z.boolean(),
});

export const relatedSchema = z.object({
  items: z.array(relatedItemSchema),
  failures: z.array(failureSchema),
});

export const searchItemSchema = z.object({
  resource: z.string(),
  kind: z.string(),
  row: rowSchema,
  /** 1 is the very name that was asked for; falls as the match gets looser. */
  score: z.number(),
});

export const searchResultSchema = z.object({
  /** Best match first. */
  items: z.array(searchItemSchema),
  failures: z.array(failureSchema),
});

export const logLineSchema = z.object({
  pod: z.string(),
  container: z.string(),
  at: z.number().optional(),
  text: z.string(),
});

/** The `data` of one server-sent event of `GET /logs`. */
export const logEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('lines'),
    lines: z.array(logLineSchema),
  }),
  z.object({
    type: z.literal('problem'),
    pod: z.string(),
    container: z.string().optional(),
    reason: z.string(),
  }),
  z.object({ type: z.literal('end') }),
]);

const identityNameSchema = z.object({
  name: z.string(),
  /** The catalog entity that the name is made of; absent where it comes from the token, the portal's credential or the cluster. */
  entityRef: z.string().optional(),
});

export const clusterIdentitySchema = z.object({
  cluster: z.string(),
  title: z.string(),
  identity: z.enum(['impersonate', 'token', 'self']),
  answer: z.discriminatedUnion('state', [
    z.object({
      state: z.literal('known'),
      user: identityNameSchema,
      groups: z.array(identityNameSchema),
    }),
    /** The caller is nobody here, with what to do about it. */
    z.object({ state: z.literal('denied'), reason: z.string() }),
    z.object({ state: z.literal('unreachable'), reason: z.string() }),
  ]),
});

export const identityListSchema = z.object({
  /** Who the caller is to the portal: `user:default/dana`. */
  userEntityRef: z.string(),
  groupEntityRefs: z.array(z.string()),
  /** When the caller's own token for clusters ends, in epoch milliseconds; absent where the request had none. */
  tokenExpiresAt: z.number().optional(),
  items: z.array(clusterIdentitySchema),
});
