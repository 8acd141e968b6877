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
});

export const eventListenerListSchema = z.object({
  items: z.array(eventListenerSchema),
  /** There are more than were looked at. */
  isCut: z.boolean(),
  failures: z.array(placeFailureSchema),
});
