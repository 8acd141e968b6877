import { z } from 'zod';

const DIGEST = /^sha256:[0-9a-f]{64}$/;
const annotations = z.record(z.string(), z.string()).optional();

export const descriptorSchema = z.object({
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  digest: z.string().regex(DIGEST),
  size: z.number().optional(),
  annotations,
});

/** A manifest of one image, of an artifact, or an index of several. */
export const manifestSchema = z.object({
  mediaType: z.string().optional(),
  artifactType: z.string().optional(),
  config: descriptorSchema.optional(),
  layers: z.array(descriptorSchema).default([]),
  manifests: z.array(descriptorSchema).default([]),
  annotations,
});

export const indexSchema = z.object({ manifests: z.array(descriptorSchema).default([]) });

export const catalogSchema = z.object({ repositories: z.array(z.string()).nullish() });

export const tagListSchema = z.object({ tags: z.array(z.string()).nullish() });

const DEFAULT_SECONDS = 60;
export const tokenSchema = z
  .object({
    token: z.string().optional(),
    access_token: z.string().optional(),
    expires_in: z.number().optional(),
  })
  .transform(({ token, access_token: other, expires_in: seconds }, context) => {
    const given = token ?? other;
    if (given === undefined) {
      context.addIssue({ code: 'custom', message: 'has no token' });
      return z.NEVER;
    }
    return { token: given, expiresMs: 1000 * (seconds ?? DEFAULT_SECONDS) };
  });

export type Descriptor = z.output<typeof descriptorSchema>;
export type Manifest = z.output<typeof manifestSchema>;
