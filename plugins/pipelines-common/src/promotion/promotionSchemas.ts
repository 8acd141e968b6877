import { phraseSchema } from '@kubemate/operations-common';
import { z } from 'zod';
import { runningImageSchema, workloadRefSchema } from './workloadSchemas';

/**
 * Where a promotion or a rollback stands. Each is stored before it is begun, so that another process goes on there.
 *
 * `setting` → `rolling-out` → `verifying` → `succeeded`; what fails on the way goes `undoing` → `restoring` → `rolled-back`. `failed`: nothing was
 * changed, or it could not be put back; `outcome` says which. `stranded`: nobody here may go on with it as the person who asked.
 *
 * Through git, `setting` writes a commit or a pull request, `merging` waits until that is merged, and `syncing` until a GitOps controller has applied it.
 *
 * In steps, `shifting` gives the new version one share of the requests after the other, and `cleaning` takes away what was made for that.
 */
export const PROMOTION_STATES = [
  'setting',
  'merging',
  'syncing',
  'shifting',
  'rolling-out',
  'verifying',
  'cleaning',
  'succeeded',
  'undoing',
  'restoring',
  'rolled-back',
  'failed',
  'stranded',
] as const;

export const promotionEventSchema = z.object({
  at: z.number(),
  state: z.enum(PROMOTION_STATES),
  message: z.string(),
  /** The message by its code, where it has one. */
  said: phraseSchema.optional(),
});

/** Why a promotion did not succeed. */
export const PROMOTION_FAILURES = [
  'rollout-failed',
  'rollout-timeout',
  'unhealthy',
  'changed-meanwhile',
  'not-merged',
  'not-synced',
  'refused',
  'unreachable',
  'cancelled',
] as const;

/** Where a promotion through git writes what an environment is to run. */
export const promotionGitSchema = z.object({
  /** `shop-team/cart-deploy` */
  repository: z.string(),
  /** `deploy/overlays/prod/kustomization.yaml` */
  path: z.string(),
  branch: z.string(),
  by: z.enum(['commit', 'pull-request']),
  pullRequest: z.number().optional(),
  /** What has changed the branch. */
  commit: z.string().optional(),
  /** The commit, or the pull request, that puts it back. */
  revert: z.string().optional(),
});

/** A promotion in steps: a second Deployment runs the new image, and gets its share of the requests. */
export const promotionCanarySchema = z.object({
  strategy: z.enum(['canary', 'blue-green']),
  steps: z.array(
    z.object({
      /** Percent of the requests. */
      weight: z.number(),
      /** For how long, in milliseconds. */
      pauseMs: z.number(),
      /** Names of metrics that have to be well at its end. */
      metrics: z.array(z.string()),
    }),
  ),
  /** From 0. */
  step: z.number(),
  /** Percent of the requests that go to the new version now. */
  weight: z.number(),
  /** Since when this step's share is given; absent while its pods come up. */
  since: z.number().optional(),
  /** Of the workload when it began. */
  replicas: z.number(),
  /** Name of the second Deployment, and of the Service in front of it. */
  next: z.string(),
  /** The Service of the workload, and what it finds its pods by. */
  service: z.string(),
  selector: z.record(z.string(), z.string()),
  /** The HTTPRoute that shares the requests; absent where the Service is switched. */
  route: z.string().optional(),
});

/** A promotion, or a rollback, as it is or was carried out. */
export const promotionSchema = z.object({
  /** The id of its operation too: its receipt is at `/operations-receipts/{id}`. */
  id: z.string(),
  kind: z.enum(['promotion', 'rollback']),
  component: z.string(),
  /** Entity ref of who owned the component then. */
  owner: z.string().optional(),
  /** The environment that the image comes from; absent on a rollback. */
  from: z.string().optional(),
  to: z.string(),
  workload: workloadRefSchema,
  /** Empty where it is the {@link first}. */
  before: runningImageSchema,
  after: runningImageSchema,
  state: z.enum(PROMOTION_STATES),
  failure: z
    .object({
      cause: z.enum(PROMOTION_FAILURES),
      message: z.string(),
      said: phraseSchema.optional(),
    })
    .optional(),
  by: z.string(),
  /** Id of the request whose approvals let it through. */
  request: z.string().optional(),
  /** It goes through git; absent where the image is set on the cluster. */
  git: promotionGitSchema.optional(),
  /** It goes in steps; absent where all replicas are replaced at once. */
  canary: promotionCanarySchema.optional(),
  /** Nothing of the component ran there before: it makes all that the component is made of. */
  first: z.boolean().optional(),
  /** Why it was carried out in a change freeze. */
  freezeOverride: z.string().optional(),
  /** Of a rollback: the release that it goes back to. */
  release: z.string().optional(),
  startedAt: z.number(),
  finishedAt: z.number().optional(),
  /** What happened, oldest first. */
  events: z.array(promotionEventSchema),
  /** How often another process has gone on with it. */
  resumed: z.number(),
});

export const promotionListSchema = z.object({
  items: z.array(promotionSchema),
  nextCursor: z.string().optional(),
});
