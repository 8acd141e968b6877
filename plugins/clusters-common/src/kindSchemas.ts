import { z } from 'zod';

export const schemaQuerySchema = z.strictObject({
  cluster: z.string().min(1),
  /** `apps/v1`, `v1` */
  apiVersion: z.string().min(1).max(253),
  kind: z.string().min(1).max(63),
});

/** One schema as the cluster publishes it; see https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-v3. */
export const jsonSchemaSchema = z.record(z.string(), z.unknown());

/** Names in `definitions` stand behind `#/definitions/`. Only what the root leads to is there; nothing is inlined. */
export const kindSchemaSchema = z.object({
  root: jsonSchemaSchema,
  definitions: z.record(z.string(), jsonSchemaSchema),
});
