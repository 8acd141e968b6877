import type { KubeObject } from '@kubemate/kube-common';
import { objectInputSchema } from '@kubemate/operations-common';
import { z } from 'zod';

/** What is kept of an apply for taking it back. */
export const undoSchema = z.object({
  object: objectInputSchema,
  uid: z.string(),
  /** What a person would have written of it before; absent where it was made. */
  before: z.looseObject({ metadata: z.looseObject({}) }).optional(),
  after: z.looseObject({ metadata: z.looseObject({}) }),
});

/** What was written, with what no person writes taken from another version of it: so that the two can be compared. */
export function asObject(written: Record<string, unknown>, like: KubeObject): KubeObject {
  const { apiVersion, kind, metadata } = like;
  return {
    ...written,
    apiVersion,
    kind,
    metadata: { ...metadata, ...z.looseObject({}).parse(written.metadata) },
  };
}
