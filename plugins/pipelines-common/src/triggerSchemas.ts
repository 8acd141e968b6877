import { z } from 'zod';
import { placeFailureSchema, runSchema } from './runSchemas';

const interceptorsSchema = z.array(
  z.object({
    name: z.string(),
    /** The condition of the CEL interceptor. */
    filter: z.string().optional(),
    /** Kinds of events that the interceptor of a git host lets through. */
    eventTypes: z.array(z.string()).optional(),
    overlays: z.array(z.object({ key: z.string(), expression: z.string() })),
  }),
);

/** One trigger of an event listener, with what its references name. */
export const triggerSchema = z.object({
  /** With its namespace before it where that is not the listener's. */
  name: z.string(),
  /** Its namespace, and that of what it makes. */
  folder: z.string(),
  /** In the order in which an event goes through them. */
  interceptors: interceptorsSchema,
  params: z.array(z.object({ name: z.string(), value: z.string() })),
  /** What its template makes. */
  makes: z.array(z.object({ kind: z.string(), pipeline: z.string().optional() })),
  /** What its references name could not be read. */
  problem: z.string().optional(),
});

/** Triggers that a group of a listener selects: an event meets the group's interceptors once, then those of each trigger. */
const triggerGroupSchema = z.object({
  name: z.string(),
  interceptors: interceptorsSchema,
  /** Labels that it selects by; empty where it takes all. */
  selector: z.string(),
  /** Namespaces that it selects in; `*` for all. */
  folders: z.array(z.string()),
  triggers: z.array(triggerSchema),
  /** Its triggers could not be listed. */
  problem: z.string().optional(),
});

/** What became of a delivery at one trigger. */
export const triggerOutcomeSchema = z.object({
  name: z.string(),
  folder: z.string(),
  group: z.string().optional(),
  /** `stopped`: an interceptor did not let it through. */
  outcome: z.enum(['started', 'stopped', 'failed']),
  /** Why nothing was started; empty otherwise. */
  text: z.string(),
  /** Names of the runs, in `folder`. */
  runs: z.array(z.string()),
});

/** The last delivery that was not proven, and how many there were. */
export const deliveryRefusalSchema = z.object({
  /**
   * `unsigned`: it had no signature; `differs`: it was by another secret; `no-secret`: no secret is configured, and no interceptor names one; `secret-unread`: those that are
   * named, or what names them, could not be read; `no-listener`: there is no such listener.
   */
  reason: z.enum(['unsigned', 'differs', 'no-secret', 'secret-unread', 'no-listener']),
  at: z.number(),
  count: z.number(),
});

/** What the portal has taken of a git server in the place of a listener. */
const hookSchema = z.object({
  /** The address to give to the git server. */
  url: z.string(),
  /** Its secret is in the portal's configuration, not in Secrets that interceptors name. */
  hasOwnSecret: z.boolean(),
  /** Newest first, those that were proven. Payloads are not kept. */
  deliveries: z.array(
    z.object({
      /** The event's id, which its runs have as a label. */
      id: z.string(),
      /** As the git server counts them; empty where it does not. */
      delivery: z.string(),
      /** `push`, as the git server names it. */
      event: z.string(),
      /** Branch or tag; empty where it is about none. */
      ref: z.string(),
      receivedAt: z.number(),
      /** How often the same has come. It is evaluated again only where nothing was started, or something failed. */
      attempts: z.number(),
      /** `cut-off`: whoever evaluated it has died, and it is evaluated anew once it comes again. */
      state: z.enum(['working', 'cut-off', 'done', 'failed']),
      outcomes: z.array(triggerOutcomeSchema),
    }),
  ),
  refusal: deliveryRefusalSchema.optional(),
});

/** What a git server is answered, as Tekton's own listeners answer it. */
export const hookReceiptSchema = z.object({
  eventListener: z.string(),
  namespace: z.string(),
  eventID: z.string(),
  /** It had come before, and nothing was started. */
  isAgain: z.boolean(),
});

/** An EventListener of Tekton Triggers. */
export const eventListenerSchema = z.object({
  place: z.string(),
  folder: z.string(),
  name: z.string(),
  createdAt: z.number(),
  /** Where it listens; absent until it does. */
  address: z.string().optional(),
  /** Its own, and those that it selects itself. */
  triggers: z.array(triggerSchema),
  groups: z.array(triggerGroupSchema),
  /** Those that it selects itself could not be listed. */
  problem: z.string().optional(),
  /** Runs that it has started, newest first. What it was sent, Tekton does not keep. */
  deliveries: z.array(z.object({ run: runSchema, trigger: z.string().optional() })),
  /** Where the portal takes deliveries for it. */
  hook: hookSchema.optional(),
});

export const eventListenerListSchema = z.object({
  items: z.array(eventListenerSchema),
  /** There are more than were looked at. */
  isCut: z.boolean(),
  failures: z.array(placeFailureSchema),
});
