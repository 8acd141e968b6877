import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalHeader } from '../triggerEvent';

/** A delivery as it came. */
export interface RawDelivery {
  /** By canonical name. */
  readonly header: Readonly<Record<string, readonly string[]>>;
  /** To the byte: it is what was signed. */
  readonly body: Buffer;
}

/** In which headers the hosts give an HMAC of the body: GitHub and what follows it, Gitea and Forgejo, Bitbucket. */
const SIGNATURES = ['X-Hub-Signature-256', 'X-Gitea-Signature', 'X-Hub-Signature'].map(
  canonicalHeader,
);
const TOKEN = canonicalHeader('X-Gitlab-Token');

/** Whether there is anything by which it could be proven. */
export function isSigned({ header }: RawDelivery): boolean {
  return [...SIGNATURES, TOKEN].some(name => only(header[name]) !== undefined);
}

/**
 * Whether a delivery was made by somebody who knows the secret: by HMAC-SHA256 of the body, or as GitLab does it by the secret itself.
 * SHA-1, which hosts send beside it, does not count.
 */
export function isProven(
  { header, body }: RawDelivery,
  { secret, by }: { readonly secret: string; readonly by: 'hmac' | 'token' | 'any' },
): boolean {
  if (secret === '') return false;
  const token = only(header[TOKEN]);
  const hasToken = by !== 'hmac' && token !== undefined && isSame(token, secret);
  if (hasToken || by === 'token') return hasToken;
  const expected = createHmac('sha256', secret).update(body).digest('hex');
  return SIGNATURES.some(name => {
    const given = only(header[name])?.replace(/^sha256=/, '');
    return given !== undefined && isSame(given.toLowerCase(), expected);
  });
}

/** By their digests, so that neither the length nor the first difference shows in the time it takes. */
function isSame(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** A header that came twice, or empty, proves nothing. */
function only(values: readonly string[] | undefined): string | undefined {
  return values?.length === 1 ? values[0] || undefined : undefined;
}
