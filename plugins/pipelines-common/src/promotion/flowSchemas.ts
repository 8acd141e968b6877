import { z } from 'zod';

/** A number, and the promotions and rollbacks that it counts. `value` is absent where there are none to make it of. */
const figure = { value: z.number().optional(), promotions: z.array(z.string()) };

/**
 * The four keys of DORA's research, of one component or team in one environment.
 */
export const flowSchema = z.object({
  /** Promotions that succeeded, per day. */
  deploymentFrequency: z.object({ ...figure, count: z.number() }),
  /** Median milliseconds from when an image was first seen in the first environment to its success here. */
  leadTime: z.object(figure),
  /** Promotions that failed, were rolled back by themselves or by somebody later, as a part of all that ended. */
  changeFailureRate: z.object({ ...figure, failed: z.array(z.string()) }),
  /** Median milliseconds from the start of a promotion that failed to the next good state. */
  timeToRestore: z.object(figure),
});

export const flowMetricsSchema = z.object({
  environment: z.string(),
  /** Epoch milliseconds. */
  since: z.number(),
  until: z.number(),
  total: flowSchema,
  components: z.array(z.object({ component: z.string(), flow: flowSchema })),
  teams: z.array(z.object({ owner: z.string(), flow: flowSchema })),
});
