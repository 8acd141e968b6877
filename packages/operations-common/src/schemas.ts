import { z } from 'zod';

/**
 * A sentence that a page can say in its reader's language: by `code` and `values`, each of which is a text or such a sentence itself. `text` is the
 * English one.
 */
export const phraseSchema = z.object({
  code: z.string(),
  values: z.record(z.string(), z.unknown()),
  text: z.string(),
});

/** What an operation acts on: an object of a cluster, or something of the portal's own (then without cluster and apiVersion). */
export const operationTargetSchema = z.object({
  cluster: z.string().optional(),
  apiVersion: z.string().optional(),
  kind: z.string(),
  namespace: z.string().optional(),
  name: z.string(),
});

/** An object of a cluster as the input of an operation names it. */
export const objectInputSchema = z.strictObject({
  cluster: z.string().min(1).max(63),
  apiVersion: z.string().min(1).max(253),
  kind: z.string().min(1).max(63),
  namespace: z.string().min(1).max(63).optional(),
  name: z.string().min(1).max(253),
});

/** One right that the operation needs, and on what. */
export const touchSchema = operationTargetSchema.extend({
  /** Kubernetes verb, with the subresource behind the kind's plural: `patch` on `deployments/scale`. */
  verb: z.string(),
  resource: z.string().optional(),
});

/** One field that changes; absent `before` is an addition, absent `after` a removal. Values are JSON, cut where long. */
export const fieldChangeSchema = z.object({
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});

export const objectDiffSchema = z.object({
  target: operationTargetSchema,
  /** The object as YAML without what no person writes (status, managed fields); absent where it does not exist. */
  before: z.string().optional(),
  after: z.string().optional(),
  changes: z.array(fieldChangeSchema),
});

/** What stands between a plan and its execution beside rights. */
export const guardSchema = z.discriminatedUnion('kind', [
  /** The caller types this text and sends it as `confirm`. */
  z.object({ kind: z.literal('typed'), text: z.string(), why: z.string() }),
  /** Somebody else approves first; valid until it expires. */
  z.object({ kind: z.literal('approval'), expiresInSeconds: z.number(), why: z.string() }),
]);

/** What a plan takes of one resource of a ResourceQuota, once all of it runs. Cores, bytes or numbers of objects. */
export const quotaEffectSchema = z.object({
  cluster: z.string(),
  namespace: z.string(),
  quota: z.string(),
  /** `requests.cpu`, `count/deployments.apps` */
  resource: z.string(),
  hard: z.number(),
  used: z.number(),
  /** Less than zero where it gives some back. */
  adds: z.number(),
});

export const operationPlanSchema = z.object({
  allowed: z.boolean(),
  /** Why not, in a sentence for the person who asked, with whom to ask where that is known. */
  reason: z.string().optional(),
  /** A right is missing; absent where it cannot be done for another reason, whatever the rights. */
  denied: z.literal(true).optional(),
  /** What would be done, in a sentence: `Scale Deployment payments from 2 to 5 replicas`. */
  summary: z.string(),
  touches: z.array(touchSchema),
  diff: z.array(objectDiffSchema),
  warnings: z.array(z.string()),
  /** What of these sentences is known by its code: whose `text` is one of them. */
  said: z.array(phraseSchema).optional(),
  /** Stands for what the plan saw. Sent back with the run, it makes a change in between a 409 instead of an overwrite. */
  basis: z.string(),
  guard: guardSchema.optional(),
  /** Of the quotas that the caller may read. */
  quota: z.array(quotaEffectSchema).optional(),
  /** For how long the operation can be undone after it ran. */
  undoSeconds: z.number().optional(),
});

export const operationAccessSchema = z.object({
  allowed: z.boolean(),
  reason: z.string().optional(),
  /** What of the reason is known by its code. */
  said: z.array(phraseSchema).optional(),
});

export const operationResultSchema = z.object({
  target: operationTargetSchema,
  status: z.enum(['pending', 'succeeded', 'failed', 'skipped']),
  /** What happened, or why it did not. */
  message: z.string().optional(),
});

export const RECEIPT_STATES = [
  /** Somebody else has to approve. */
  'waiting',
  /** Approved: the one who asked may run it now. */
  'approved',
  'running',
  'succeeded',
  /** Some of several objects failed or are not done. */
  'partial',
  'failed',
  /** Refused: by a right, a guard or an approver. */
  'denied',
  'cancelled',
  /** The portal ended while it ran; what it had done by then stands in the results. */
  'interrupted',
  'expired',
] as const;

export const approvalSchema = z.object({
  by: z.string(),
  at: z.number(),
  decision: z.enum(['approved', 'rejected']),
  reason: z.string().optional(),
});

export const operationReceiptSchema = z.object({
  id: z.string(),
  operation: z.string(),
  status: z.enum(RECEIPT_STATES),
  summary: z.string(),
  /** Entity ref of the person who asked. */
  actor: z.string(),
  target: operationTargetSchema,
  /** Epoch milliseconds. */
  createdAt: z.number(),
  finishedAt: z.number().optional(),
  results: z.array(operationResultSchema),
  /** Of a running operation: where it is, and how far. */
  progress: z
    .object({
      done: z.number(),
      total: z.number(),
      message: z.string().optional(),
      said: z.array(phraseSchema).optional(),
    })
    .optional(),
  /** What the operation answers beside having happened. */
  output: z.record(z.string(), z.unknown()).optional(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
  warnings: z.array(z.string()),
  /** What of these sentences is known by its code: whose `text` is one of them. */
  said: z.array(phraseSchema).optional(),
  reason: z.string().optional(),
  approvals: z.array(approvalSchema),
  approvalUntil: z.number().optional(),
  undoUntil: z.number().optional(),
  /** The receipt that this one undid, and the one that undid this. */
  undoOf: z.string().optional(),
  undoneBy: z.string().optional(),
});

/** How what an operation did can be taken back long after: what has become of it, and what would be run. */
export const compensationSchema = z.object({
  state: z.enum([
    /** Nobody has changed it since. */
    'as-made',
    'changed',
    /** It is not there any more: there is nothing to do. */
    'gone',
    /** It cannot be taken back, or needs not be; `reason` says why. */
    'stays',
    /** It goes with what another operation of the same task has made, which `reason` names. */
    'goes-along',
  ]),
  /** What somebody has changed since, each in a sentence. */
  changes: z.array(z.string()),
  reason: z.string().optional(),
  /** Those of its sentences that pages can say in other languages. */
  said: z.array(phraseSchema).optional(),
  counter: z
    .discriminatedUnion('kind', [
      z.object({
        kind: z.literal('operation'),
        operation: z.string(),
        input: z.record(z.string(), z.unknown()),
      }),
      /** The operation's own undo, which only the one who ran it can ask for, and not for ever. */
      z.object({ kind: z.literal('undo') }),
    ])
    .optional(),
});
