import { z } from 'zod';

export const WEBHOOK_EVENTS = ['push', 'pull_request'] as const;
export const webhookEventSchema = z.enum(WEBHOOK_EVENTS);
/** `ping`: somebody asks whether the address answers. */
export const deliveryEventSchema = z.enum([...WEBHOOK_EVENTS, 'ping']);

export const webhookEventsSchema = z
  .array(webhookEventSchema)
  .min(1, 'must name an event')
  .max(WEBHOOK_EVENTS.length);

/** Where a repository tells what happens in it. */
export const webhookUrlSchema = z
  .string()
  .max(500)
  .superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const refuse = (message: string) => context.addIssue({ code: 'custom', message });
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
      refuse('must be a URL, such as https://ci.example.com/hooks');
    else if (url.username || url.password) refuse('must not contain a user name or a password');
    else if (url.hash) refuse('must not contain a fragment');
  });

export const webhookIdSchema = z.uuid();

/** `waiting`: it is sent, or is going to be again. `failed`: it is not tried any more. */
export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;

export const deliverySchema = z.object({
  /** Also in the header `X-GitHub-Delivery`: the same for each attempt. */
  id: z.uuid(),
  event: deliveryEventSchema,
  state: z.enum(DELIVERY_STATES),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  attempts: z.number().int(),
  /** Of the newest attempt: when it began, how many milliseconds it took, and what was answered. */
  sentAt: z.number().optional(),
  durationMs: z.number().optional(),
  status: z.number().int().optional(),
  /** Why no answer came. */
  error: z.string().optional(),
  /** When it is tried again. */
  nextAt: z.number().optional(),
  /** The delivery that this one repeats. */
  redeliveryOf: z.uuid().optional(),
});

const headers = z.record(z.string(), z.string());

export const deliveryDetailSchema = deliverySchema.extend({
  request: z.object({ url: z.string(), headers, body: z.string() }),
  /** Of the newest attempt that was answered; its end is left out where it is long. */
  response: z.object({ status: z.number().int(), headers, body: z.string() }).optional(),
});

export const webhookSchema = z.object({
  id: webhookIdSchema,
  url: z.string(),
  events: z.array(webhookEventSchema),
  active: z.boolean(),
  /** Deliveries are signed. The secret itself is never told. */
  hasSecret: z.boolean(),
  createdAt: z.number(),
  createdBy: z.string(),
  lastDelivery: deliverySchema.optional(),
});
