import { isError } from '@backstage/errors';
import { OidcSession } from './OidcSession';

const START = Date.parse('2026-01-01T12:00:00Z');
const HOUR = 3_600_000;

function jwt(endsAt: number, name = 'dana'): string {
  const part = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '');
  return `${part({ alg: 'RS256' })}.${part({ exp: endsAt / 1000, sub: name })}.c2ln`;
}

function answer({ endsAt, idEndsAt = endsAt }: { endsAt: number; idEndsAt?: number }) {
  return {
    profile: { displayName: 'Dana', email: 'dana@example.com' },
    providerInfo: { idToken: jwt(idEndsAt), accessToken: 'opaque', scope: 'openid' },
    backstageIdentity: {
      token: jwt(endsAt, 'portal'),
      identity: {
        type: 'user',
        userEntityRef: 'user:default/dana',
        ownershipEntityRefs: ['user:default/dana', 'group:default/shop-team'],
      },
    },
  };
}

/** The auth plugin of a portal whose answers to `refresh` are told one after the other; the last one stays. */
function start(...refreshes: (object | number | Error)[]) {
  const state = { now: START, ended: 0, popups: [] as string[], requests: [] as string[] };
  const fetch: typeof globalThis.fetch = async (url, init) => {
    state.requests.push(`${init?.method} ${String(url).replace(/\?.*/, '')}`);
    if (String(url).includes('/logout')) return new Response(null, { status: 200 });
    const next = refreshes.length > 1 ? refreshes.shift() : refreshes[0];
    if (isError(next)) throw next;
    if (typeof next === 'number') return new Response('{}', { status: next });
    return new Response(JSON.stringify(next));
  };
  const session = new OidcSession({
    address: async () => '/api/auth/oidc',
    environment: 'development',
    fetch,
    openPopup: async url => {
      state.popups.push(url);
      return answer({ endsAt: START + HOUR });
    },
    onEnded: () => {
      state.ended += 1;
    },
    origin: 'http://localhost',
    now: () => state.now,
  });
  return { session, state };
}

describe('OidcSession', () => {
  it('signs in by the pop-up', async () => {
    const { session, state } = start(401);
    const identity = await session.signIn();
    expect(state.popups).toEqual([
      '/api/auth/oidc/start?env=development&scope=openid+profile+email&origin=http%3A%2F%2Flocalhost&flow=popup',
    ]);
    expect(await identity.getBackstageIdentity()).toEqual({
      type: 'user',
      userEntityRef: 'user:default/dana',
      ownershipEntityRefs: ['user:default/dana', 'group:default/shop-team'],
    });
    expect(await identity.getProfileInfo()).toMatchObject({ displayName: 'Dana' });
    expect(await identity.getCredentials()).toEqual({ token: jwt(START + HOUR, 'portal') });
    expect(await session.clusterToken()).toBe(jwt(START + HOUR));
    expect(state.requests).toEqual([]);
  });

  it('goes on from an earlier visit, and has no session where there was none', async () => {
    const earlier = start(answer({ endsAt: START + HOUR }));
    expect(await earlier.session.restore()).toBeDefined();
    expect(earlier.session.isSignedIn).toBe(true);
    for (const refusal of [401, 500, new TypeError('Failed to fetch'), { something: 'else' }]) {
      const { session, state } = start(refusal);
      expect(await session.restore()).toBeUndefined();
      expect(session.isSignedIn).toBe(false);
      expect(await session.clusterToken()).toBeUndefined();
      expect(state.ended).toBe(0);
    }
  });

  it('is renewed once for all who ask when little of its time is left', async () => {
    const { session, state } = start(answer({ endsAt: START + 2 * HOUR }));
    const identity = await session.signIn();
    state.now = START + HOUR - 181_000;
    await identity.getCredentials();
    expect(state.requests).toEqual([]);
    state.now = START + HOUR - 179_000;
    const tokens = await Promise.all([
      identity.getCredentials(),
      identity.getCredentials(),
      session.clusterToken(),
    ]);
    expect(state.requests).toEqual(['GET /api/auth/oidc/refresh']);
    expect(tokens[0]).toEqual({ token: jwt(START + 2 * HOUR, 'portal') });
    expect(tokens[2]).toBe(jwt(START + 2 * HOUR));
  });

  it('is renewed for an ID token that ends sooner than the portal’s, and not at every request', async () => {
    const brief = answer({ endsAt: START + HOUR, idEndsAt: START + 60_000 });
    const { session, state } = start(brief, answer({ endsAt: START + HOUR }));
    await session.restore();
    state.now = START + 30_000;
    await session.clusterToken();
    expect(state.requests).toHaveLength(1);
    state.now = START + 41_000;
    await session.clusterToken();
    await session.clusterToken();
    expect(state.requests).toHaveLength(2);
  });

  it('survives failures to renew while it holds, and asks again only now and then', async () => {
    const { session, state } = start(401);
    const identity = await session.signIn();
    state.now = START + HOUR - 100_000;
    await identity.getCredentials();
    await identity.getCredentials();
    expect(state.requests).toHaveLength(1);
    state.now += 10_000;
    expect(await identity.getCredentials()).toEqual({ token: jwt(START + HOUR, 'portal') });
    expect(state.requests).toHaveLength(2);
    expect(state.ended).toBe(0);
  });

  it('ends when it cannot be renewed any longer, and says so once', async () => {
    const { session, state } = start(401);
    const identity = await session.signIn();
    state.now = START + HOUR;
    const asked = await Promise.allSettled([identity.getCredentials(), identity.getCredentials()]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(identity.getCredentials()).rejects.toThrow('Your session has ended');
    expect(state.ended).toBe(1);
    expect(await session.clusterToken()).toBeUndefined();
  });

  it.each([500, { proxy: 'asks to log in' }, new TypeError('Failed to fetch')])(
    'does not end while the portal cannot be asked (%s), and goes on after',
    async away => {
      const { session, state } = start(away, answer({ endsAt: START + 3 * HOUR }));
      const identity = await session.signIn();
      state.now = START + 2 * HOUR;
      await expect(identity.getCredentials()).rejects.toThrow();
      expect(state.ended).toBe(0);
      expect(await identity.getCredentials()).toEqual({ token: jwt(START + 3 * HOUR, 'portal') });
    },
  );

  it('forgets its tokens at sign-out before the portal has answered', async () => {
    const { session, state } = start(401);
    const identity = await session.signIn();
    const leaving = identity.signOut();
    expect(session.isSignedIn).toBe(false);
    await leaving;
    expect(state.requests).toEqual(['POST /api/auth/oidc/logout']);
    expect(state.ended).toBe(0);
  });
});
