import { X509Certificate } from 'node:crypto';
import { ServiceUnavailableError } from '@backstage/errors';
import type { ClusterCredential } from '@kubemate/kube-node';
import { SecretVault, UnreadableError } from '@kubemate/storage-node';
import type { KeySource, Subject } from '@kubemate/storage-node';
import { z } from 'zod';

const credentialSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('token'), token: z.string() }),
  z.strictObject({ kind: z.literal('certificate'), certificate: z.string(), key: z.string() }),
]);

/** Seals credentials for the store, and opens them for connections. Nothing else in this plugin holds one for longer than a request. */
export class CredentialVault {
  private readonly vault: SecretVault;

  constructor(source: KeySource) {
    this.vault = new SecretVault(source, { purpose: 'cluster-credential' });
  }

  /** Why no credential can be kept; undefined where one can. */
  get unavailable(): string | undefined {
    return this.vault.unavailable;
  }

  /**
   * Undefined for in-cluster, which has nothing to keep.
   * @throws ServiceUnavailableError where there is no key: nothing is ever kept in plain text
   */
  async seal(credential: ClusterCredential, subject: Subject): Promise<string | undefined> {
    if (credential.kind === 'in-cluster') return undefined;
    return this.vault.seal(JSON.stringify(credential), subject);
  }

  /** The credential, or a sentence why it cannot be had. */
  async read(
    envelope: string | undefined,
    subject: Subject,
  ): Promise<ClusterCredential | { readonly unavailable: string }> {
    if (envelope === undefined) return { kind: 'in-cluster' };
    try {
      return credentialSchema.parse(JSON.parse(await this.vault.open(envelope, subject)));
    } catch (error) {
      return { unavailable: reasonOf(error) };
    }
  }

  /** The envelope under the newest key; undefined where it is already, or cannot be read. */
  async rewrap(envelope: string, subject: Subject): Promise<string | undefined> {
    try {
      return (await this.vault.cipher({ create: false })).rewrap(envelope, subject);
    } catch {
      // Reading it says why, where people see it: as the state of the cluster.
      return undefined;
    }
  }
}

function reasonOf(error: unknown): string {
  const known =
    error instanceof UnreadableError ||
    error instanceof ServiceUnavailableError ||
    (error instanceof Error && error.name === 'InputError');
  return known ? error.message : 'its credential cannot be read';
}

/** When a credential stops to work, as far as it tells: the end of a certificate, `exp` of a JWT. */
export function expiryOf(credential: ClusterCredential): number | undefined {
  if (credential.kind === 'certificate')
    return new Date(new X509Certificate(credential.certificate).validTo).getTime();
  if (credential.kind !== 'token') return undefined;
  try {
    const [, payload = ''] = credential.token.split('.');
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return z.object({ exp: z.number() }).parse(claims).exp * 1000;
  } catch {
    // Not every token is a JWT, and not every JWT ends.
    return undefined;
  }
}
