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

const selectorSchema = z.object({
  matchLabels: z.record(z.string(), z.string()).optional(),
  matchExpressions: z
    .array(
      z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).optional() }),
    )
    .optional(),
});

/** Which Triggers of which namespaces. */
const selectionSchema = z.object({
  namespaceSelector: z.object({ matchNames: list(z.string()) }).nullish(),
  labelSelector: selectorSchema.nullish(),
});

const triggerSchema = z.object({
  name: text,
  triggerRef: text,
  serviceAccountName: text,
  interceptors: list(interceptorSchema),
  bindings: list(bindingSchema),
  template: z.object({ ref: text, spec: templateSpecSchema.nullish() }).nullish(),
});

const groupSchema = z.object({
  name: text,
  interceptors: list(interceptorSchema),
  triggerSelector: selectionSchema.nullish(),
});

export const listenerSchema = z.object({
  spec: selectionSchema
    .extend({
      serviceAccountName: text,
      triggers: list(triggerSchema),
      triggerGroups: list(groupSchema),
    })
    .nullish(),
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
export type Selection = z.output<typeof selectionSchema>;
export type ListenerSpec = NonNullable<z.output<typeof listenerSchema>['spec']>;
export type TemplateSpec = z.output<typeof templateSpecSchema>;
export type BindingSpec = z.output<typeof bindingSpecSchema>;
