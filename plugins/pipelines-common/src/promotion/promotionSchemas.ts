import { z } from 'zod';
import { runningImageSchema, workloadRefSchema } from './workloadSchemas';

/**
 * Where a promotion or a rollback stands. Each is stored before it is begun, so that another process goes on there.
 *
 * `setting` → `rolling-out` → `verifying` → `succeeded`; what fails on the way goes `undoing` → `restoring` → `rolled-back`. `failed`: nothing was
 * changed, or it could not be put back; `outcome` says which. `stranded`: nobody here may go on with it as the person who asked.
 */
export const PROMOTION_STATES = [
  'setting',
  'rolling-out',
  'verifying',
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
});

/** Why a promotion did not succeed. */
export const PROMOTION_FAILURES = [
  'rollout-failed',
  'rollout-timeout',
  'unhealthy',
  'changed-meanwhile',
  'refused',
  'unreachable',
  'cancelled',
] as const;

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
  before: runningImageSchema,
  after: runningImageSchema,
  state: z.enum(PROMOTION_STATES),
  failure: z.object({ cause: z.enum(PROMOTION_FAILURES), message: z.string() }).optional(),
  by: z.string(),
  /** Id of the request whose approvals let it through. */
  request: z.string().optional(),
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
