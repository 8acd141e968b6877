import type { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { AuthenticationError, ServiceUnavailableError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { GIT_SIGN_IN } from '@kubemate/plugin-repositories-common';
import { z } from 'zod';

const TIMEOUT_MS = 10_000;
/** Git asks several times for each push. What is taken from a person meanwhile counts after this. */
const KEEP_MS = 60_000;
const MAX_KEPT = 1_000;

const answerSchema = z.object({ backstageIdentity: z.object({ token: z.string() }) });

export interface SignInAsOptions {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/** Signs people in who have proved themselves by an access token: with the groups that the catalog gives them now. */
export class SignInAs {
  readonly #options: SignInAsOptions;
  readonly #kept = new Map<string, { readonly at: number; readonly token: string }>();

  constructor(options: SignInAsOptions) {
    this.#options = options;
  }

  /**
   * Answers a Backstage token.
   * @throws AuthenticationError where the catalog does not know the person any more
   */
  async token(user: string): Promise<string> {
    const { auth, discovery, fetch, clock } = this.#options;
    const now = clock.now();
    const kept = this.#kept.get(user);
    if (kept !== undefined && now - kept.at < KEEP_MS) return kept.token;
    const { token: own } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'auth',
    });
    const response = await fetch(
      `${await discovery.getBaseUrl('auth')}/${GIT_SIGN_IN.provider}/refresh`,
      {
        headers: { authorization: `Bearer ${own}`, [GIT_SIGN_IN.header]: user },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      },
    ).catch((error: unknown) => {
      throw new ServiceUnavailableError('The portal’s sign-in does not answer', error);
    });
    if (!response.ok)
      throw new AuthenticationError('The owner of the token is not known to the portal any more');
    const { token } = answerSchema.parse(await response.json()).backstageIdentity;
    if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(user, { at: now, token });
    return token;
  }
}
