import type { Clock } from '@kubemate/kube-node';
import type { AccessToken } from '@kubemate/plugin-repositories-common';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AccessTokenStore, StoredAccessToken } from './AccessTokenStore';

/** By which people and scanners of secrets know one where they see it. */
const PREFIX = 'kmg_';
const BYTES = 32;
const DAY_MS = 86_400_000;
/** When it was used last is kept to the hour: git asks several times for each push. */
const USED_MS = 3_600_000;

/** Tokens by which git proves who clones and pushes. They are of 256 random bits, so that their hash needs no salt. */
export class AccessTokens {
  readonly #store: AccessTokenStore;
  readonly #clock: Clock;

  constructor({ store, clock }: { store: AccessTokenStore; clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
  }

  /** Answers the token itself, which nobody can read again. */
  async create({
    user,
    name,
    scope,
    days,
  }: Pick<StoredAccessToken, 'user' | 'name' | 'scope'> & { readonly days: number }): Promise<{
    token: string;
    expiresAt: number;
  }> {
    const token = `${PREFIX}${randomBytes(BYTES).toString('base64url')}`;
    const createdAt = this.#clock.now();
    const expiresAt = createdAt + days * DAY_MS;
    await this.#store.insert({
      ...{ id: randomUUID(), user, name, scope, hash: hashOf(token), createdAt, expiresAt },
    });
    return { token, expiresAt };
  }

  /** Newest first, those that are over too. */
  async list(user: string): Promise<AccessToken[]> {
    return (await this.#store.list(user)).map(({ user: _, hash, ...token }) => token);
  }

  remove(of: { user: string; id: string }): Promise<boolean> {
    return this.#store.remove(of);
  }

  /** Whose a token is, and what it is good for; undefined where it is none, or is over. */
  async find(token: string): Promise<Pick<StoredAccessToken, 'user' | 'scope'> | undefined> {
    const now = this.#clock.now();
    const found = await this.#store.find(hashOf(token));
    if (found === undefined || found.expiresAt <= now) return undefined;
    const { id, user, scope, lastUsedAt } = found;
    if (lastUsedAt === undefined || now - lastUsedAt >= USED_MS) await this.#store.used(id, now);
    return { user, scope };
  }
}

/** Whether a password is meant as one of these. */
export function isAccessToken(password: string): boolean {
  return password.startsWith(PREFIX);
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
