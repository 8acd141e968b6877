import type { IdentityApi } from '@backstage/core-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import { tokenExpiresAt } from '@kubemate/kube-common';
import { z } from 'zod';

/** A session is renewed when a third of its time is left, at the latest this long before its end. */
const RENEW_MS = 180_000;
/** Between two tries to renew a session that still holds. */
const RETRY_MS = 10_000;

/** What Backstage's auth plugin answers at sign-in and at each renewal. */
const responseSchema = z.object({
  profile: z
    .object({
      email: z.string().optional(),
      displayName: z.string().optional(),
      picture: z.string().optional(),
    })
    .optional(),
  providerInfo: z.object({ idToken: z.string().optional() }),
  backstageIdentity: z.object({
    token: z.string(),
    expiresInSeconds: z.number().optional(),
    identity: z.object({
      userEntityRef: z.string(),
      ownershipEntityRefs: z.array(z.string()),
    }),
  }),
});

interface Session extends z.output<typeof responseSchema> {
  /** Epoch milliseconds. */
  readonly renewAt: number;
  readonly endsAt: number;
}

export interface OidcSessionOptions {
  /** `http://localhost:7007/api/auth/oidc` */
  readonly address: () => Promise<string>;
  readonly environment: string;
  readonly fetch: typeof globalThis.fetch;
  /** Opens the pop-up at an address, and resolves to what the auth plugin tells the page. */
  readonly openPopup: (url: string) => Promise<unknown>;
  /** Called once when a session has ended and cannot be renewed. */
  readonly onEnded: () => void;
  readonly origin: string;
  readonly now: () => number;
}

/**
 * A person's session at the OpenID provider, by Backstage's auth plugin: the refresh token stays in a cookie of that plugin, the
 * tokens in memory. Renewed when somebody asks for a token and little of its time is left.
 */
export class OidcSession {
  #session: Session | undefined;
  #renewing: Promise<void> | undefined;
  #retryAt = 0;
  readonly #options: OidcSessionOptions;

  constructor(options: OidcSessionOptions) {
    this.#options = options;
  }

  get isSignedIn(): boolean {
    return this.#session !== undefined;
  }

  /** The session of an earlier visit; undefined where there is none, or nobody can say now. */
  async restore(): Promise<IdentityApi | undefined> {
    try {
      this.#session = await this.#refresh();
    } catch {
      return undefined;
    }
    return this.#identity();
  }

  /**
   * Call it in a click, else browsers block the pop-up.
   * @throws Error named `PopupRejectedError`, `PopupClosedError`, or as the portal says it
   */
  async signIn(): Promise<IdentityApi> {
    const { origin, environment, openPopup } = this.#options;
    const query = new URLSearchParams({
      env: environment,
      scope: 'openid profile email',
      origin,
      flow: 'popup',
    });
    const address = await this.#options.address();
    this.#session = this.#begin(await openPopup(`${address}/start?${query}`));
    return this.#identity();
  }

  /** The ID token, for clusters that take it; undefined where nobody is signed in here. */
  async clusterToken(): Promise<string | undefined> {
    if (this.#session === undefined) return undefined;
    await this.#renewInTime();
    return this.#session?.providerInfo.idToken;
  }

  #identity(): IdentityApi {
    return {
      getProfileInfo: async () => this.#current().profile ?? {},
      getBackstageIdentity: async () => ({
        type: 'user',
        ...this.#current().backstageIdentity.identity,
      }),
      getCredentials: async () => {
        await this.#renewInTime();
        return { token: this.#current().backstageIdentity.token };
      },
      signOut: () => this.#signOut(),
    };
  }

  #current(): Session {
    if (this.#session === undefined) throw new AuthenticationError('Your session has ended');
    return this.#session;
  }

  /** One renewal for all who ask meanwhile. A session that still holds survives one that fails. */
  async #renewInTime(): Promise<void> {
    const { now } = this.#options;
    const session = this.#current();
    if (now() < session.renewAt || now() < this.#retryAt) return;
    this.#renewing ??= this.#renew(session).finally(() => {
      this.#renewing = undefined;
    });
    await this.#renewing;
  }

  async #renew({ endsAt }: Session): Promise<void> {
    const { now, onEnded } = this.#options;
    try {
      this.#session = await this.#refresh();
    } catch (error) {
      if (now() < endsAt) {
        this.#retryAt = now() + RETRY_MS;
        return;
      }
      // Where the portal cannot be asked, the session may be as good as ever: the next request asks again.
      if (error instanceof AuthenticationError) {
        this.#session = undefined;
        onEnded();
      }
      throw error;
    }
  }

  async #refresh(): Promise<Session> {
    const { environment } = this.#options;
    const response = await this.#send('refresh', { env: environment, optional: 'true' }, 'GET');
    if (response.status === 401) throw new AuthenticationError('Your session has ended');
    if (!response.ok) throw new Error(`The session could not be renewed: ${response.status}`);
    return this.#begin(await response.json());
  }

  async #signOut(): Promise<void> {
    this.#session = undefined;
    const response = await this.#send('logout', { env: this.#options.environment }, 'POST');
    if (!response.ok) throw new Error(`Signing out failed: ${response.status}`);
  }

  async #send(path: string, query: Record<string, string>, method: string): Promise<Response> {
    const address = await this.#options.address();
    return await this.#options.fetch(`${address}/${path}?${new URLSearchParams(query)}`, {
      method,
      credentials: 'include',
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
  }

  #begin(answer: unknown): Session {
    const parsed = responseSchema.safeParse(answer);
    if (!parsed.success) throw new Error('The portal answered no session');
    const { backstageIdentity, providerInfo } = parsed.data;
    const now = this.#options.now();
    const endsAt = tokenExpiresAt(backstageIdentity.token) ?? Infinity;
    const clusterEndsAt = providerInfo.idToken ? tokenExpiresAt(providerInfo.idToken) : undefined;
    const left = Math.max(0, Math.min(endsAt, clusterEndsAt ?? Infinity) - now);
    return { ...parsed.data, endsAt, renewAt: now + left - Math.min(RENEW_MS, left / 3) };
  }
}
