import { z } from 'zod';
import { GATE_KINDS, gateSchema } from './gateSchemas';
import { promotionSchema } from './promotionSchemas';
import {
  configDifferenceSchema,
  ROLLOUT_STATES,
  runningImageSchema,
  workloadRefSchema,
} from './workloadSchemas';

/** Why an environment cannot be told about. */
export const GAP_CAUSES = ['unreachable', 'forbidden', 'absent', 'ambiguous'] as const;

/** How an image comes to an environment. */
export const deliveryChoiceSchema = z.object({
  by: z.enum(['direct', 'commit', 'pull-request']),
  chosenBy: z.enum(['tenant', 'component', 'default']),
  tenant: z.string().optional(),
  /** False where the tenant asks for git, and the component names no repository. */
  isPossible: z.boolean(),
});

const who = { name: z.string(), title: z.string(), cluster: z.string() };

/** What is in an environment. */
export const environmentSchema = z.discriminatedUnion('state', [
  z.object({
    ...who,
    state: z.literal('running'),
    workload: workloadRefSchema,
    image: runningImageSchema,
    replicas: z.object({ wanted: z.number(), ready: z.number(), updated: z.number() }),
    /** Absent in lists, and where it is not known what the tenant asks for. */
    delivery: deliveryChoiceSchema.optional(),
    rollout: z.enum(ROLLOUT_STATES),
    /** The cluster's word: `ProgressDeadlineExceeded`, `RollingOut`. */
    rolloutReason: z.string().optional(),
    /** Epoch milliseconds since when this image is there, as far as is known. */
    since: z.number().optional(),
    /** Entity ref of who put it there; absent where that was not done through the portal. */
    by: z.string().optional(),
    /** What is going on there now. */
    promotion: promotionSchema.optional(),
    /** What ended there last. */
    lastPromotion: promotionSchema.optional(),
  }),
  z.object({
    ...who,
    state: z.literal('gap'),
    cause: z.enum(GAP_CAUSES),
    /** A sentence with what is known. */
    reason: z.string(),
    /** Where nothing runs yet: what the first promotion makes it of. */
    first: z.object({ repository: z.string(), path: z.string() }).optional(),
    /** What ended there last, where that was the first promotion. */
    lastPromotion: promotionSchema.optional(),
  }),
]);

/** What lies between two environments that follow each other. */
export const transitionSchema = z.object({
  from: z.string(),
  to: z.string(),
  /** Both run the same image; absent where one of them is not known. */
  isSame: z.boolean().optional(),
  /** From what `to` has to what `from` has. Empty where one of them is not known. */
  differences: z.array(configDifferenceSchema),
  /** What stands before `to` for the image of `from`. Empty where that is not known, or both are the same. */
  gates: z.array(gateSchema),
});

export const boardSchema = z.object({
  /** Entity ref. */
  component: z.string(),
  title: z.string(),
  owner: z.string().optional(),
  /** It is promoted through this repository; absent where images are set on the clusters. */
  repository: z.string().optional(),
  /** In the order of promotion. */
  environments: z.array(environmentSchema),
  transitions: z.array(transitionSchema),
  asOf: z.number(),
});

/** A component in the list: as on its board, from what the portal watches, without digests, configuration and gates. */
export const boardSummarySchema = boardSchema.omit({ transitions: true }).extend({
  transitions: z.array(transitionSchema.pick({ from: true, to: true, isSame: true })),
});

export const boardListSchema = z.object({
  items: z.array(boardSummarySchema),
  total: z.number(),
  nextCursor: z.string().optional(),
  /** Every environment there is, in order. */
  environments: z.array(z.object({ ...who, gates: z.array(z.enum(GATE_KINDS)) })),
  asOf: z.number(),
});

/** What git says of two environments that follow each other. */
export const overlayComparisonSchema = z.object({
  repository: z.string(),
  /** Folders of the two overlays. */
  from: z.string(),
  to: z.string(),
  /** That changed the one since the other was changed last, newest first. */
  commits: z.array(
    z.object({
      id: z.string(),
      /** Its first line. */
      message: z.string(),
      author: z.string(),
      /** Epoch milliseconds. */
      at: z.number(),
    }),
  ),
  /** Files that differ, by their path in an overlay; absent on a side that has no such file. */
  files: z.array(
    z.object({ path: z.string(), before: z.string().optional(), after: z.string().optional() }),
  ),
});
