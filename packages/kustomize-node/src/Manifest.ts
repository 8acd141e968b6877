import { z } from 'zod';

/** An object of a manifest, by what every object has; its other fields are as they were written. */
export const manifestSchema = z.looseObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  metadata: z.looseObject({
    name: z.string().min(1),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    annotations: z.record(z.string(), z.string()).optional(),
  }),
});

export type Manifest = z.output<typeof manifestSchema>;

/** The files of a workspace by their paths, as text. */
export type WorkspaceTexts = ReadonlyMap<string, string>;

export type JsonObject = { [field: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** As people tell objects apart. */
export function titleOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.name}`;
}
