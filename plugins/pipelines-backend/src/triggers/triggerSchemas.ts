import { z } from 'zod';

/** Objects of triggers.tekton.dev/v1beta1 as far as the portal reads them. */
const text = z.string().nullish();
const list = <T extends z.ZodType>(item: T) => z.array(item).nullish();

const interceptorSchema = z.object({
  name: text,
  ref: z.object({ name: text, kind: text }).nullish(),
  params: list(z.object({ name: z.string(), value: z.unknown() })),
  webhook: z.unknown().optional(),
});

const bindingSchema = z.object({ name: text, value: text, ref: text, kind: text });

const paramSchema = z.object({ name: z.string(), default: text, description: text });

export const templateSpecSchema = z.object({
  params: list(paramSchema),
  resourcetemplates: list(z.looseObject({ kind: text })),
});

export const bindingSpecSchema = z.object({
  params: list(z.object({ name: z.string(), value: z.string() })),
});

const triggerSchema = z.object({
  name: text,
  triggerRef: text,
  interceptors: list(interceptorSchema),
  bindings: list(bindingSchema),
  template: z.object({ ref: text, spec: templateSpecSchema.nullish() }).nullish(),
});

export const listenerSchema = z.object({
  spec: z.object({ triggers: list(triggerSchema), triggerGroups: list(z.unknown()) }).nullish(),
  status: z
    .object({
      address: z.object({ url: text }).nullish(),
      conditions: list(z.object({ type: z.string(), status: z.string(), reason: text })),
    })
    .nullish(),
});

/** A Trigger has its own object, or stands in its listener. */
export const triggerSpecSchema = triggerSchema;

export type Interceptor = z.output<typeof interceptorSchema>;
export type TriggerParts = z.output<typeof triggerSchema>;
export type TemplateSpec = z.output<typeof templateSpecSchema>;
export type BindingSpec = z.output<typeof bindingSpecSchema>;
