import { z } from 'zod';

export const revisionSchema = z.object({
  revision: z.number(),
  /** RFC 3339 */
  created: z.string(),
  changeCause: z.string().optional(),
  images: z.array(z.string()),
  /** The pod template as YAML. */
  template: z.string(),
  /** Whether the workload has this template now. */
  current: z.boolean(),
});

export const revisionListSchema = z.object({ items: z.array(revisionSchema) });
