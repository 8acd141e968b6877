import { z } from 'zod';
import { placeFailureSchema, runInputSchema, runSchema } from './runSchemas';

/** Why somebody may not answer: the role does not offer it, the cluster or folder does not let them, it is kept for others, they have answered, or they started the run and may not let it go on themselves. */
export const WHY_NOT_ANSWER = [
  'no-permission',
  'no-access',
  'not-approver',
  'answered',
  'starter',
] as const;

/** A run that waits for a person: at an ApprovalTask of Tekton, or an `input` step of Jenkins. */
export const waitingInputSchema = z.object({
  run: runSchema,
  /** As the run's page has it; `answer-input` answers it. */
  input: runInputSchema,
  /** Epoch milliseconds since when it waits, where the engine tells it. */
  since: z.number().optional(),
  /** When the engine gives up waiting. */
  expiresAt: z.number().optional(),
  /** How many have to let it go on, and how many have. */
  needed: z.number(),
  given: z.number(),
  answers: z.array(
    z.object({
      /** As the cluster calls them. */
      by: z.string(),
      decision: z.enum(['proceed', 'abort']),
      reason: z.string().optional(),
    }),
  ),
  mayAnswer: z.boolean(),
  /** Where they may not let it go on; who started the run may still end it. */
  whyNot: z.enum(WHY_NOT_ANSWER).optional(),
});

export const waitingListSchema = z.object({
  items: z.array(waitingInputSchema),
  /** More wait than were looked at. */
  isCut: z.boolean(),
  failures: z.array(placeFailureSchema),
});
