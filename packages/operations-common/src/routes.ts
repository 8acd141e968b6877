import type { JsonRoute, StreamRoute } from '@kubemate/http-common';
import { z } from 'zod';
import { splitOperationName } from './OperationContract';
import type { OperationContract } from './OperationContract';
import {
  compensationSchema,
  operationAccessSchema,
  operationPlanSchema,
  operationReceiptSchema,
} from './schemas';

const nothing = z.strictObject({});
const receiptParams = z.strictObject({ id: z.uuid() });
const note = z.string().max(500);

const runQuery = z.strictObject({
  /** `true` answers the plan and changes nothing. */
  plan: z.enum(['true', 'false']).optional(),
  /** `basis` of the plan that the caller has seen. */
  basis: z.string().max(200).optional(),
  /** The text that a `typed` guard asks for. */
  confirm: z.string().max(300).optional(),
  /** Why, for the record; asked for by guards with approval. */
  reason: note.optional(),
});

const runHeaders = z.object({
  /** The same key sent again answers the first receipt and does nothing. */
  'idempotency-key': z
    .string()
    .min(8)
    .max(128)
    .regex(/^[\w.:-]+$/, 'may hold letters, digits and ._:-')
    .optional(),
  /**
   * `wait=2` (RFC 7240): after so many seconds, 15 where absent and at most, a running operation is answered as it stands, and goes on. Other
   * preferences are ignored, as the RFC asks.
   */
  prefer: z.string().max(200).optional(),
});

/** The route that plans and runs one operation. */
export function operationRoute<I extends z.ZodObject>(contract: OperationContract<I>) {
  return {
    method: 'POST',
    path: `/operations/${splitOperationName(contract.name).operation}`,
    summary: `${contract.title}: ${contract.summary}`,
    query: runQuery,
    headers: runHeaders,
    body: contract.input,
    response: z.union([operationPlanSchema, operationReceiptSchema]),
  } as const satisfies JsonRoute;
}

/** The most inputs of one bulk request. */
export const MAX_BULK = 500;

/** The route that runs one operation on many inputs; it answers a receipt at once, and goes on. */
export function bulkRoute<I extends z.ZodObject>(contract: OperationContract<I>) {
  return {
    method: 'POST',
    path: `/operations/${splitOperationName(contract.name).operation}/bulk`,
    summary: `${contract.title}, for many at once`,
    query: runQuery.omit({ plan: true, basis: true }),
    headers: runHeaders.omit({ prefer: true }),
    body: z.strictObject({ inputs: z.array(contract.input).min(1).max(MAX_BULK) }),
    response: operationReceiptSchema,
  } as const satisfies JsonRoute;
}

/** What every plugin with operations answers besides. */
export const receiptRoutes = {
  checkAccess: {
    method: 'POST',
    path: '/operations-access',
    summary: 'Whether the caller may run each of these, and why not; for the controls of a page',
    query: nothing,
    body: z.strictObject({
      checks: z
        .array(
          z.strictObject({
            operation: z.string().max(100),
            input: z.record(z.string(), z.unknown()),
          }),
        )
        .max(50),
    }),
    response: z.object({ items: z.array(operationAccessSchema) }),
  },
  listReceipts: {
    path: '/operations-receipts',
    summary:
      'Receipts of the caller, or those that wait for an approval they may give; newest first',
    query: z.strictObject({
      waiting: z.enum(['true', 'false']).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ items: z.array(operationReceiptSchema) }),
  },
  getReceipt: {
    path: '/operations-receipts/{id}',
    summary: 'One receipt',
    params: receiptParams,
    query: nothing,
    response: operationReceiptSchema,
  },
  watchReceipt: {
    path: '/operations-receipts/{id}/stream',
    summary: 'A receipt as it changes, until the operation has ended',
    params: receiptParams,
    query: nothing,
    event: operationReceiptSchema,
  },
  undo: {
    method: 'POST',
    path: '/operations-receipts/{id}/undo',
    summary: 'Undo: puts back what the operation changed, where nobody has changed it since',
    params: receiptParams,
    query: nothing,
    response: operationReceiptSchema,
  },
  cancel: {
    method: 'POST',
    path: '/operations-receipts/{id}/cancel',
    summary: 'Stop a running operation after the object it is at, or withdraw one that waits',
    params: receiptParams,
    query: nothing,
    response: operationReceiptSchema,
  },
  resume: {
    method: 'POST',
    path: '/operations-receipts/{id}/resume',
    summary: 'Go on with what a bulk operation has not done',
    params: receiptParams,
    query: nothing,
    response: operationReceiptSchema,
  },
  decide: {
    method: 'POST',
    path: '/operations-receipts/{id}/decision',
    summary: 'Approve or reject what somebody else wants to do',
    params: receiptParams,
    query: nothing,
    body: z.strictObject({ decision: z.enum(['approved', 'rejected']), reason: note.optional() }),
    response: operationReceiptSchema,
  },
  taskEffects: {
    path: '/operations-tasks/{task}',
    summary:
      'What operations have done for a task of the scaffolder, and how each can be taken back; only asked by the portal’s own plugin for runs of templates, on behalf of a person',
    params: z.strictObject({ task: z.uuid() }),
    query: nothing,
    response: z.object({
      items: z.array(
        z.object({
          /** Id of the task’s step. */
          step: z.string(),
          receipt: operationReceiptSchema,
          compensation: compensationSchema,
        }),
      ),
    }),
  },
  runApproved: {
    method: 'POST',
    path: '/operations-receipts/{id}/run',
    summary: 'Run an operation of the caller that has been approved',
    params: receiptParams,
    query: nothing,
    response: operationReceiptSchema,
  },
} as const satisfies Record<string, JsonRoute | StreamRoute>;
