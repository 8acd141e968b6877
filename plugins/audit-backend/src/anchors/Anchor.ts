import { CHAINS } from '@kubemate/plugin-audit-common';
import { z } from 'zod';

/** What is kept outside the database: where a chain stood at a time. */
export const anchorSchema = z.strictObject({
  chain: z.enum(CHAINS),
  seq: z.number().int(),
  hash: z.string(),
  /** Epoch milliseconds. */
  at: z.number().int(),
  signature: z.string(),
});

export type Anchor = z.infer<typeof anchorSchema>;
