import { verify } from 'node:crypto';
import { z } from 'zod';

export interface CosignKey {
  readonly name: string;
  /** PEM. */
  readonly publicKey: string;
}

const simpleSigningSchema = z.object({
  critical: z.object({ image: z.object({ 'docker-manifest-digest': z.string() }) }),
});

export const envelopeSchema = z.object({
  payloadType: z.string(),
  payload: z.string(),
  signatures: z.array(z.object({ sig: z.string() })).max(20),
});

export const statementSchema = z.object({
  predicateType: z.string(),
  subject: z.array(z.object({ digest: z.record(z.string(), z.string()).default({}) })).default([]),
  predicate: z.unknown(),
});

/** An in-toto statement about an image, and the key that signed it, where one of those given did. */
export interface Statement {
  readonly predicateType: string;
  readonly predicate: unknown;
  readonly key?: string;
}

function keyOf(
  keys: readonly CosignKey[],
  { data, signature }: { data: Buffer; signature: string },
): string | undefined {
  const bytes = Buffer.from(signature, 'base64');
  return keys.find(({ publicKey }) => {
    try {
      return verify('sha256', data, publicKey, bytes);
    } catch {
      // Of another algorithm than this key.
      return false;
    }
  })?.name;
}

/** The name of the key that signed an image as `cosign sign --key` does; undefined where none did, or for another image. */
export function verifySimpleSigning(
  { payload, signature, digest }: { payload: string; signature: string; digest: string },
  keys: readonly CosignKey[],
): string | undefined {
  const parsed = simpleSigningSchema.safeParse(jsonOf(payload));
  if (parsed.data?.critical.image['docker-manifest-digest'] !== digest) return undefined;
  return keyOf(keys, { data: Buffer.from(payload), signature });
}

/** Opens a DSSE envelope about an image: https://github.com/secure-systems-lab/dsse; undefined where it is none, or about another one. */
export function openEnvelope(
  value: unknown,
  { digest, keys }: { digest: string; keys: readonly CosignKey[] },
): Statement | undefined {
  const envelope = envelopeSchema.safeParse(value).data;
  if (envelope === undefined) return undefined;
  const body = Buffer.from(envelope.payload, 'base64');
  const statement = aboutImage(jsonOf(body.toString('utf8')), digest);
  if (statement === undefined) return undefined;
  const type = envelope.payloadType;
  const data = Buffer.concat([
    Buffer.from(`DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `),
    body,
  ]);
  for (const { sig } of envelope.signatures) {
    const key = keyOf(keys, { data, signature: sig });
    if (key !== undefined) return { ...statement, key };
  }
  return statement;
}

/** A statement that names the image as its subject. */
export function aboutImage(value: unknown, digest: string): Statement | undefined {
  const parsed = statementSchema.safeParse(value).data;
  if (parsed === undefined) return undefined;
  const isAbout = parsed.subject.some(({ digest: named }) => `sha256:${named.sha256}` === digest);
  return isAbout ? { predicateType: parsed.predicateType, predicate: parsed.predicate } : undefined;
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
