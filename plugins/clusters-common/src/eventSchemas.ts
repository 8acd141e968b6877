import { z } from 'zod';
import { failureSchema, flag, objectQuerySchema } from './schemas';

export const eventQuerySchema = objectQuerySchema.extend({
  /** Events of the ReplicaSets, Jobs and Pods that a workload owns as well. */
  owned: flag.default('false').transform(text => text === 'true'),
});

export const eventSchema = z.object({
  type: z.string(),
  reason: z.string(),
  message: z.string(),
  count: z.number(),
  source: z.string(),
  firstSeen: z.number(),
  lastSeen: z.number(),
  /** The object that the event is about. */
  regarding: z.object({
    resource: z.string(),
    kind: z.string(),
    namespace: z.string().optional(),
    name: z.string(),
  }),
});

export const eventListSchema = z.object({
  items: z.array(eventSchema),
  /** What could not be looked at, such as pods that the caller may not list. */
  failures: z.array(failureSchema),
});
