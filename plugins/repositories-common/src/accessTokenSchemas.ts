import { z } from 'zod';

/** What a token is good for: `read` clones and fetches, `write` pushes too. */
export const ACCESS_TOKEN_SCOPES = ['read', 'write'] as const;

export const accessTokenIdSchema = z.uuid();

/** A token of the caller's, without itself: nobody can read it again. */
export const accessTokenSchema = z.object({
  id: accessTokenIdSchema,
  /** As its owner calls it. */
  name: z.string(),
  scope: z.enum(ACCESS_TOKEN_SCOPES),
  /** Epoch milliseconds, as the others. */
  createdAt: z.number(),
  expiresAt: z.number(),
  /** To the hour; absent where it was never used. */
  lastUsedAt: z.number().optional(),
});
