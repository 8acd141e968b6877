import {
  compensationSchema,
  guardSchema,
  operationReceiptSchema,
} from '@kubemate/operations-common';
import { z } from 'zod';

/** Of the scaffolder’s states. */
export const RUN_STATES = [
  'open',
  'processing',
  'completed',
  'failed',
  'cancelled',
  'skipped',
] as const;

/** One run of a template: a task of the scaffolder. */
export const templateRunSchema = z.object({
  id: z.string(),
  status: z.enum(RUN_STATES),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  /** Entity ref of the person who started it. */
  createdBy: z.string().optional(),
  /** Entity ref of the template. */
  template: z.string().optional(),
  title: z.string(),
});

/** One thing that a run has made or changed, and how it is taken back. */
export const undoItemSchema = z.object({
  /** Of the receipt, which names the item in {@link templateRunOperations}. */
  id: z.string(),
  /** Of the template’s step, where it has one of that id still. */
  step: z.string().optional(),
  did: operationReceiptSchema.pick({
    operation: true,
    status: true,
    summary: true,
    target: true,
    actor: true,
    createdAt: true,
  }),
  ...compensationSchema.omit({ counter: true }).shape,
  /** What would be done, in a sentence; absent where nothing would. */
  undoes: z.string().optional(),
  /** Whether the caller may do that, and why not. */
  allowed: z.boolean(),
  denied: z.string().optional(),
  warnings: z.array(z.string()),
  /** What the caller types, or who else has to agree. */
  guard: guardSchema.optional(),
});

/** In the order in which it is taken back: newest first. */
export const undoPlanSchema = z.object({
  run: templateRunSchema,
  items: z.array(undoItemSchema),
  /** Steps that did something the portal keeps no record of: actions of Backstage itself, or of others. */
  unknownSteps: z.array(z.object({ name: z.string(), action: z.string() })),
  /** Plugins that did not say what they did. */
  failures: z.array(z.object({ plugin: z.string(), reason: z.string() })),
});
