import { z } from 'zod';

/** `component:default/cart` */
export const componentRefSchema = z
  .string()
  .max(250)
  .regex(/^[a-z][\w-]*:[\w.-]+\/[\w.-]+$/i, 'must be an entity ref: component:default/cart');

/** What a container runs. */
export const runningImageSchema = z.object({
  /** As the workload says it: `registry.example.com/shop/cart:2.15.0`. */
  image: z.string(),
  repository: z.string(),
  tag: z.string().optional(),
  /** `sha256:…`: what the pods really run where they say so, else what the workload pins; absent where neither does. */
  digest: z.string().optional(),
});

export const workloadRefSchema = z.object({
  cluster: z.string(),
  apiVersion: z.string(),
  kind: z.enum(['Deployment', 'StatefulSet', 'DaemonSet']),
  namespace: z.string(),
  name: z.string(),
  /** The container whose image is promoted. */
  container: z.string(),
});

/** `degraded`: the rollout is done, and replicas are missing since. */
export const ROLLOUT_STATES = [
  'complete',
  'progressing',
  'degraded',
  'failed',
  'paused',
  'idle',
] as const;

/** One thing in which two workloads, or a workload and a release, differ; absent where it is not set on that side. */
export const configDifferenceSchema = z.object({
  what: z.enum(['image', 'replicas', 'env', 'envFrom', 'resources', 'command']),
  /** The variable, `requests.cpu`, … */
  name: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
});

/** What an environment ran at some time. */
export const releaseSchema = z.object({
  id: z.string(),
  component: z.string(),
  environment: z.string(),
  image: runningImageSchema,
  replicas: z.number(),
  /** Epoch milliseconds from which on it ran there, as far as is known. */
  since: z.number(),
  /** `seen`: nobody promoted it through the portal; it was there when somebody looked. */
  via: z.enum(['promotion', 'rollback', 'seen']),
  /** Entity ref of who put it there; absent where unknown. */
  by: z.string().optional(),
  /** Id of the promotion or rollback that put it there. */
  promotion: z.string().optional(),
  /** Its rollout was complete and healthy at some time, so that it can be gone back to. */
  isGood: z.boolean(),
  isCurrent: z.boolean(),
});
