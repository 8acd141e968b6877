import type { SignatureRefusal } from '@kubemate/plugin-pipelines-common';
import { verify } from 'node:crypto';
import { z } from 'zod';
import { bundleOf, messageOf } from './Keyless';
import type { BundleJson, Keyless, Verdict } from './Keyless';

export interface CosignKey {
  readonly name: string;
  /** PEM. */
  readonly publicKey: string;
}

/** Whose signatures count; where there are neither keys nor identities, none is checked. */
export interface Trust {
  readonly keys: readonly CosignKey[];
  readonly keyless?: Keyless | undefined;
}

/** @returns whether a signature can count at all */
export function checksSignatures({ keys, keyless }: Trust): boolean {
  return keys.length > 0 || keyless !== undefined;
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

/** An in-toto statement about an image. */
export interface Statement {
  readonly predicateType: string;
  readonly predicate: unknown;
}

/** A statement, and whose signature of it counts, or why none does. */
export interface SignedStatement extends Statement {
  readonly verdict: Verdict;
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

/** Whether the signature that an image has by `cosign sign` counts, by its key or by what its annotations prove. */
export function verifySimpleSigning(
  signed: {
    payload: string;
    signature: string;
    digest: string;
    annotations: Readonly<Record<string, string>>;
  },
  trust: Trust,
): Verdict {
  const { payload, signature, digest, annotations } = signed;
  const parsed = simpleSigningSchema.safeParse(jsonOf(payload));
  if (!parsed.success) return refused('malformed');
  if (parsed.data.critical.image['docker-manifest-digest'] !== digest)
    return refused('other-image');
  const data = Buffer.from(payload);
  const by = keyOf(trust.keys, { data, signature });
  if (by !== undefined) return { by };
  return proven(trust, {
    artifact: data,
    read: () => bundleOf(annotations, messageOf(payload, signature)),
  });
}

/**
 * Opens a DSSE envelope about an image: https://github.com/secure-systems-lab/dsse; undefined where it is none, or about another one.
 * @param read - the bundle that the envelope came with; undefined where it is signed by a key
 */
export function openEnvelope(
  value: unknown,
  { digest, trust, read }: { digest: string; trust: Trust; read: () => BundleJson | undefined },
): SignedStatement | undefined {
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
    const by = keyOf(trust.keys, { data, signature: sig });
    if (by !== undefined) return { ...statement, verdict: { by } };
  }
  return { ...statement, verdict: proven(trust, { read }) };
}

/** The verdict on what no key has signed. */
function proven(
  { keyless }: Trust,
  { read, artifact }: { read: () => BundleJson | undefined; artifact?: Buffer },
): Verdict {
  try {
    const bundle = read();
    if (bundle === undefined) return refused('unknown-key');
    return keyless === undefined ? refused('no-root') : keyless.verify(bundle, artifact);
  } catch (error) {
    // Annotations that cosign does not write.
    if (error instanceof z.ZodError) return refused('malformed');
    throw error;
  }
}

function refused(reason: SignatureRefusal['reason']): Verdict {
  return { refusal: { reason } };
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
