import { commaList } from '@kubemate/http-common';
import { z } from 'zod';
import { failureSchema, HEALTHS } from './schemas';

/** How one node of a map has to do with another; an edge goes the way that a request or a change goes. */
export const EDGE_TYPES = [
  /** A controller and what it made. */
  'owns',
  /** A Service and the workload or pod behind its selector. */
  'selects',
  /** A gateway and its route, a route and its Service. */
  'routes',
  /** A workload or pod and the ConfigMap, Secret or claim that it reads. */
  'mounts',
  /** An autoscaler and its workload. */
  'scales',
  /** A disruption budget and the workload behind its selector. */
  'protects',
  /** Who may connect, the NetworkPolicy that says so, and to what. */
  'allows',
  /** Named in another way: a service account, the certificate of a route. */
  'uses',
] as const;

export const topologyQuerySchema = z.strictObject({
  cluster: z.string().min(1),
  /** All namespaces that the caller sees something in where absent. */
  namespaces: commaList.optional(),
  /** The `version` that the caller has; where it is still the newest, the answer says so and carries no graph. */
  since: z.string().max(100).optional(),
});

const podCountSchema = z.record(z.enum(HEALTHS), z.number());

export const topologyNodeSchema = z.object({
  /** Stays the same while an object of that kind, namespace and name exists: `deployments.apps/shop/cart`. */
  id: z.string(),
  /** `apps/v1/deployments`; absent where the cluster does not serve the kind. */
  resource: z.string().optional(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
  /**
   * `found`; `missing`: another object names it and it does not exist; `unreadable`: another object names it, and the
   * caller may not list its kind; `outside`: it is in a namespace that the map does not show.
   */
  state: z.enum(['found', 'missing', 'unreadable', 'outside']),
  health: z.enum(HEALTHS),
  /** One word on `health`. */
  reason: z.string().optional(),
  /** What a table would show first: `2/3` of a Deployment, the hosts of a route. */
  detail: z.string().optional(),
  /** Creation in epoch milliseconds; absent where the object was not found. */
  created: z.number().optional(),
  /** Which application it belongs to, by its labels or by what it has to do with. */
  app: z.string().optional(),
  /** Pods that are counted here instead of being nodes, by health. */
  pods: podCountSchema.optional(),
});

export const topologyEdgeSchema = z.object({
  from: z.string(),
  to: z.string(),
  type: z.enum(EDGE_TYPES),
});

export const topologySchema = z.object({
  /** Changes when nodes or edges do. */
  version: z.string(),
  /** True where `since` is the newest version: nodes and edges are then empty, and what the caller has still holds. */
  unchanged: z.boolean(),
  nodes: z.array(topologyNodeSchema),
  edges: z.array(topologyEdgeSchema),
  /** Kinds that the caller may list in none of the namespaces, and that are therefore not on the map. */
  denied: z.array(z.string()),
  failures: z.array(failureSchema),
  /** Set where not everything fits: pods that are counted in their workloads, and objects that are left out altogether. */
  truncated: z.object({ podsFolded: z.number(), leftOut: z.number() }).nullable(),
  asOf: z.number(),
});
