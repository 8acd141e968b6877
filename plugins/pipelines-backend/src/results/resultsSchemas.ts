import type { KubeObject } from '@kubemate/kube-common';
import { z } from 'zod';

/** Answers of `results.tekton.dev/v1alpha2` as far as they are read: github.com/tektoncd/results, `docs/api/openapi.yaml`. */
const recordSchema = z.object({
  /** `namespace/results/result/records/record` */
  name: z.string(),
  data: z.object({ type: z.string(), value: z.string() }),
  update_time: z.string().optional(),
});

export const recordListSchema = z.object({
  records: z.array(recordSchema).optional().default([]),
  next_page_token: z.string().optional().default(''),
});

export type ResultsRecord = z.output<typeof recordSchema>;

const objectSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string(),
    uid: z.string(),
    creationTimestamp: z.string(),
  }),
});

/** The object that a record holds, base64 of its JSON; undefined for what is none, or of another namespace than its record says. */
export function objectOf({ name, data }: ResultsRecord): KubeObject | undefined {
  let content: unknown;
  try {
    content = JSON.parse(Buffer.from(data.value, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
  const parsed = objectSchema.safeParse(content);
  if (!parsed.success || parsed.data.metadata.namespace !== name.split('/')[0]) return undefined;
  const { metadata, ...rest } = parsed.data;
  const { managedFields: _managedFields, ...kept } = metadata;
  return { ...rest, metadata: { resourceVersion: '', ...kept } };
}

/** One chunk of a log, where the gateway wraps them. */
export const logChunkSchema = z.object({
  result: z.object({ data: z.string().optional().default('') }),
});
