import { z } from 'zod';
import {
  approvalSchema,
  objectDiffSchema,
  operationResultSchema,
  operationTargetSchema,
  RECEIPT_STATES,
} from './schemas';

/**
 * One thing that happened, as it is told to the audit trail. Secrets are not in it: values are left out or replaced before it is made.
 * `id` makes telling it twice harmless.
 */
export const auditEventSchema = z.strictObject({
  id: z.uuid(),
  /** Epoch milliseconds of when it began. */
  at: z.number().int(),
  durationMs: z.number().min(0).optional(),
  /** An operation of the portal, or a plain request to its API. */
  kind: z.enum(['operation', 'request']),
  plugin: z.string().max(100),
  /** `clusters.scale-workload`; of a request its method and route: `GET /rows`. */
  action: z.string().max(200),
  effect: z.enum(['read', 'write', 'destroy']),
  outcome: z.enum(RECEIPT_STATES),
  /** A sentence without the actor: `Scale Deployment payments from 2 to 5 replicas`. */
  summary: z.string().max(1000),
  /** Entity ref of the person. */
  actor: z.string().max(250),
  source: z.object({
    via: z.enum(['http', 'action']),
    address: z.string().max(100).optional(),
    userAgent: z.string().max(300).optional(),
  }),
  correlationId: z.string().max(100).optional(),
  target: operationTargetSchema.optional(),
  diff: z.array(objectDiffSchema).optional(),
  results: z.array(operationResultSchema).optional(),
  approvals: z.array(approvalSchema).optional(),
  reason: z.string().max(1000).optional(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
  undoOf: z.uuid().optional(),
  /** The event before this one of the same operation: it was interrupted or ended in part, and this is how it went on. */
  follows: z.uuid().optional(),
  /** The input without its secret fields. */
  input: z.record(z.string(), z.unknown()).optional(),
});

export type AuditEvent = z.infer<typeof auditEventSchema>;

/** The most events of one delivery. */
export const MAX_AUDIT_EVENTS = 200;
