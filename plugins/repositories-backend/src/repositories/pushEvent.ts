import { z } from 'zod';

/** Topic of Backstage's events service for every change of a branch or tag. */
export const PUSH_TOPIC = 'repositories.push';

export const pushEventSchema = z.object({
  owner: z.string(),
  name: z.string(),
  /** `refs/heads/main`. */
  ref: z.string(),
  /** Forty zeros where the ref is new. */
  before: z.string(),
  /** Forty zeros where the ref is gone. */
  after: z.string(),
  /** Entity ref of the person. */
  pusher: z.string(),
});

export type PushEvent = z.infer<typeof pushEventSchema>;

export const NO_COMMIT = '0'.repeat(40);
