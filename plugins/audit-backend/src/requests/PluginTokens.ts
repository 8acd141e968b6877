import type { DiscoveryService } from '@backstage/backend-plugin-api';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';

/** `typ` of the tokens that Backstage's plugins give each other: `tokenTypes` of `@backstage/plugin-auth-node`. */
const PLUGIN_TOKEN = 'vnd.backstage.plugin';
const PLUGIN_ID = /^[a-z][a-z0-9-]{0,60}$/;
const MAX_ISSUERS = 200;

type KeySet = ReturnType<typeof createRemoteJWKSet>;

/**
 * Tells the tokens that one plugin gives another, whichever that is. Backstage's own auth service verifies only those addressed to
 * the plugin that asks; of any other it writes what stands in the token, the person's token included, into the log.
 */
export class PluginTokens {
  readonly #keys = new Map<string, KeySet>();
  readonly #discovery: DiscoveryService;

  constructor({ discovery }: { discovery: DiscoveryService }) {
    this.#discovery = discovery;
  }

  /**
   * - `none`: not a plugin's token, or not a token at all.
   * - `valid`: a plugin of this portal has signed it, and it has not expired.
   * - `forged`: it says so, and nobody vouches for it.
   */
  async check(token: string): Promise<'none' | 'valid' | 'forged'> {
    if (!saysPlugin(token)) return 'none';
    try {
      await jwtVerify(token, await this.#keysOf(decodeJwt(token).sub), {
        typ: PLUGIN_TOKEN,
        algorithms: ['ES256'],
        requiredClaims: ['iat', 'exp', 'sub', 'aud'],
        clockTolerance: 10,
      });
      return 'valid';
    } catch {
      return 'forged';
    }
  }

  async #keysOf(issuer: string | undefined): Promise<KeySet> {
    if (issuer === undefined || !PLUGIN_ID.test(issuer)) throw new Error('not a plugin');
    const known = this.#keys.get(issuer);
    if (known !== undefined) return known;
    if (this.#keys.size >= MAX_ISSUERS) this.#keys.clear();
    const base = await this.#discovery.getBaseUrl(issuer);
    const keys = createRemoteJWKSet(new URL(`${base}/.backstage/auth/v1/jwks.json`));
    this.#keys.set(issuer, keys);
    return keys;
  }
}

function saysPlugin(token: string): boolean {
  try {
    return decodeProtectedHeader(token).typ === PLUGIN_TOKEN;
  } catch {
    return false;
  }
}
