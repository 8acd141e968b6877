/**
 * The request header by which a browser or a script hands over the caller's own OIDC ID token, for clusters with
 * `identity: token`. It stands beside the Backstage token, which says who asks.
 */
export const CLUSTER_TOKEN_HEADER = 'x-kubemate-cluster-token';

/** The latest time that a `Date` can say, in seconds. */
const MAX_SECONDS = 8.64e12;

/**
 * When a JWT says that it ends, in epoch milliseconds; undefined where it does not say. The signature is not looked at: use
 * it to stop sooner, never to let in.
 */
export function tokenExpiresAt(token: string): number | undefined {
  const [, payload, ...rest] = token.split('.');
  if (payload === undefined || rest.length !== 1) return undefined;
  const exp = expClaim(payload.replaceAll('-', '+').replaceAll('_', '/'));
  return typeof exp === 'number' && exp > 0 && exp < MAX_SECONDS ? exp * 1000 : undefined;
}

function expClaim(base64: string): unknown {
  try {
    const claims: unknown = JSON.parse(atob(base64));
    return typeof claims === 'object' && claims !== null ? Reflect.get(claims, 'exp') : undefined;
  } catch {
    return undefined;
  }
}
