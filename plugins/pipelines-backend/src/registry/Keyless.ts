import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify';
import type { SignatureRefusal } from '@kubemate/plugin-pipelines-common';
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Who may sign: what the provider of identities vouches for, and the provider. */
export interface Identity {
  readonly name: string;
  /** Whether it is the provider's address. */
  readonly issuedBy: (issuer: string) => boolean;
  /** Whether it is who signs: a mail address, or the address of a workflow. */
  readonly isSubject: (subject: string) => boolean;
}

/** A name of the configuration by which a signature counts, or why it does not. */
export type Verdict = { readonly by: string } | { readonly refusal: SignatureRefusal };

/** What a keyless signature comes with, as a bundle of Sigstore in JSON. */
export type BundleJson = Readonly<Record<string, unknown>>;

/**
 * Verifies keyless signatures by a trusted root of Sigstore and asks nobody: the certificate is of a CA of the root and in a certificate log of it, was valid when the
 * signature was made, which a transparency log or a timestamp of the root proves, and names somebody who may sign. What the root has none of is not asked for, but for the CA and the time.
 */
export class Keyless {
  readonly #verifier: Verifier;
  readonly #identities: readonly Identity[];

  /**
   * @param trustedRoot - JSON of `trusted_root.json`
   * @throws Error with what is wrong with the root
   */
  constructor({
    trustedRoot,
    identities,
  }: {
    trustedRoot: unknown;
    identities: readonly Identity[];
  }) {
    const root = TrustedRoot.fromJSON(trustedRoot);
    if (root.certificateAuthorities.length === 0)
      throw new Error('it has no certificate authority');
    if (root.tlogs.length + root.timestampAuthorities.length === 0)
      throw new Error('it has neither a transparency log nor a timestamp authority');
    this.#verifier = new Verifier(toTrustMaterial(root), {
      tlogThreshold: Math.min(root.tlogs.length, 1),
      ctlogThreshold: Math.min(root.ctlogs.length, 1),
      timestampThreshold: 1,
    });
    this.#identities = identities;
  }

  /** @param artifact - what was signed, where the bundle does not hold it */
  verify(bundle: BundleJson, artifact?: Buffer): Verdict {
    try {
      const entity = toSignedEntity(bundleFromJSON(bundle), artifact);
      // A key that anybody may name in a bundle is no certificate.
      if (entity.key.$case !== 'certificate') return { refusal: { reason: 'unknown-key' } };
      if (entity.timestamps.length === 0) return { refusal: { reason: 'no-timestamp' } };
      const { identity } = this.#verifier.verify(entity);
      const subject = identity?.subjectAlternativeName ?? '';
      const issuer = identity?.extensions?.issuer ?? '';
      return this.#judge({ subject, issuer });
    } catch (error) {
      return { refusal: { reason: reasonOf(error) } };
    }
  }

  #judge({ subject, issuer }: { subject: string; issuer: string }): Verdict {
    const ofIssuer = this.#identities.filter(({ issuedBy }) => issuedBy(issuer));
    const found = ofIssuer.find(({ isSubject }) => isSubject(subject));
    if (found !== undefined) return { by: found.name };
    const reason = ofIssuer.length > 0 ? 'other-subject' : 'other-issuer';
    return { refusal: { reason, subject, issuer } };
  }
}

function reasonOf(error: unknown): SignatureRefusal['reason'] {
  if (!(error instanceof VerificationError)) return 'malformed';
  const { code, message } = error;
  if (code === 'TIMESTAMP_ERROR') return 'no-timestamp';
  if (code === 'SIGNATURE_ERROR') return 'tampered';
  // An entry of the log about something else than this signature.
  if (code === 'TLOG_BODY_ERROR' && /mismatch/.test(message)) return 'tampered';
  if (code !== 'CERTIFICATE_ERROR') return 'no-transparency';
  if (/SCT/.test(message)) return 'no-certificate-log';
  return /expired/.test(String(Object(error.cause).message)) ? 'expired' : 'untrusted';
}

const CERTIFICATE = 'dev.sigstore.cosign/certificate';
const REKOR = 'dev.sigstore.cosign/bundle';
const TIMESTAMP = 'dev.sigstore.cosign/rfc3161timestamp';

const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is no JSON' });
    return z.NEVER;
  }
});

const rekorSchema = jsonText.pipe(
  z.object({
    SignedEntryTimestamp: z.string(),
    Payload: z.object({
      body: z.string(),
      integratedTime: z.number(),
      logIndex: z.number(),
      logID: z.string(),
    }),
  }),
);
const kindSchema = jsonText.pipe(z.object({ kind: z.string(), apiVersion: z.string() }));
const timestampSchema = jsonText.pipe(z.object({ SignedRFC3161Timestamp: z.string() }));

/**
 * The bundle that the annotations of a layer make with what is signed, as cosign wrote them before it had bundles:
 * https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md; undefined where there is no certificate.
 * @throws ZodError for annotations that are none of cosign
 */
export function bundleOf(
  annotations: Readonly<Record<string, string>>,
  content: BundleJson,
): BundleJson | undefined {
  const pem = annotations[CERTIFICATE];
  if (pem === undefined) return undefined;
  const rekor = annotations[REKOR];
  const timestamp = annotations[TIMESTAMP];
  const rawBytes = pem.replace(/-----[A-Z ]+-----|\s/g, '');
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle+json;version=0.1',
    verificationMaterial: {
      x509CertificateChain: { certificates: [{ rawBytes }] },
      tlogEntries: rekor === undefined ? [] : [entryOf(rekor)],
      timestampVerificationData: {
        rfc3161Timestamps:
          timestamp === undefined
            ? []
            : [{ signedTimestamp: timestampSchema.parse(timestamp).SignedRFC3161Timestamp }],
      },
    },
    ...content,
  };
}

/** What `cosign sign` signs, for {@link bundleOf}. */
export function messageOf(payload: string, signature: string): BundleJson {
  const digest = createHash('sha256').update(payload).digest('base64');
  return { messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest }, signature } };
}

function entryOf(annotation: string) {
  const { SignedEntryTimestamp, Payload } = rekorSchema.parse(annotation);
  const { kind, apiVersion: version } = kindSchema.parse(
    Buffer.from(Payload.body, 'base64').toString('utf8'),
  );
  return {
    logIndex: String(Payload.logIndex),
    logId: { keyId: Buffer.from(Payload.logID, 'hex').toString('base64') },
    kindVersion: { kind, version },
    integratedTime: String(Payload.integratedTime),
    inclusionPromise: { signedEntryTimestamp: SignedEntryTimestamp },
    canonicalizedBody: Payload.body,
  };
}
