import type { JsonObject } from '@backstage/types';
import { freePort } from './__testUtils__/freePort';
import { headersOf, OidcBrowser } from './__testUtils__/OidcBrowser';
import { OidcPeer } from './__testUtils__/OidcPeer';
import { peopleKnown, startPortal, type TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

const WITHOUT_SANDBOX = { sandbox: { enabled: false } };

let provider: OidcPeer;
let portal: TestPortal;

async function start(signIn: Parameters<OidcPeer['auth']>[0], kubemate: JsonObject) {
  const port = await freePort();
  const redirectUris = [`http://localhost:${port}/api/auth/oidc/handler/frame`];
  provider = await OidcPeer.start({ redirectUris });
  portal = await startPortal({ port, auth: provider.auth(signIn), kubemate });
  await peopleKnown(portal);
}

function call(path: string, headers: Record<string, string>) {
  return globalThis.fetch(`${portal.url}/api/clusters${path}`, { headers });
}

async function stop() {
  await portal?.stop();
  await provider?.stop();
}

describe('sign-in at an OpenID provider', () => {
  beforeAll(() =>
    start(
      { resolver: 'emailMatchingUserEntityProfileEmail' },
      { ...WITHOUT_SANDBOX, signIn: 'oidc' },
    ),
  );
  afterAll(stop);

  it('ends in a Backstage token with the catalog’s user and groups', async () => {
    const session = await new OidcBrowser(portal.url).signIn('developer');
    expect(session.backstageIdentity.identity).toMatchObject({
      userEntityRef: 'user:default/developer',
      ownershipEntityRefs: expect.arrayContaining(['group:default/shop-team']),
    });
    const response = await call('/clusters', headersOf(session, { clusterToken: true }));
    expect(response.status).toBe(200);
  });

  it('goes on after a reload, and ends with sign-out', async () => {
    const browser = new OidcBrowser(portal.url);
    await browser.signIn('developer');
    const refreshed = await browser.refresh();
    expect(refreshed.status).toBe(200);
    const session = await refreshed.json();
    expect(session.backstageIdentity.identity.userEntityRef).toBe('user:default/developer');
    expect(session.providerInfo.idToken.split('.')).toHaveLength(3);
    expect((await browser.signOut()).status).toBe(200);
    expect((await browser.refresh()).status).toBe(401);
  });

  it.each([
    ['who is not in the catalog', 'stranger', /unable to resolve user identity/i],
    ['whose address nobody has verified', 'unverified', /does not contain an email/i],
  ])('refuses a person %s', async (_, account, message) => {
    await expect(new OidcBrowser(portal.url).signIn(account)).rejects.toThrow(message);
  });

  it('takes no token of the provider for a token of the portal', async () => {
    const { providerInfo } = await new OidcBrowser(portal.url).signIn('developer');
    const response = await call('/clusters', { authorization: `Bearer ${providerInfo.idToken}` });
    expect(response.status).toBe(401);
  });

  it.each(['persona', 'local'])('leaves no sign-in without proof beside it: %s', async name => {
    const response = await globalThis.fetch(`${portal.url}/api/auth/${name}/refresh`, {
      headers: { 'x-kubemate-persona': 'platform', 'x-requested-with': 'XMLHttpRequest' },
    });
    expect(response.status).toBe(404);
  });

  it('writes no token to the log', async () => {
    const browser = new OidcBrowser(portal.url);
    const session = await browser.signIn('developer');
    await call('/clusters?unknown=1', headersOf(session, { clusterToken: true }));
    await call('/clusters', { ...headersOf(session, { clusterToken: true }), authorization: 'x' });
    await browser.refresh();
    const log = portal.log.join('\n');
    expect(log).toContain('/api/clusters/clusters');
    for (const secret of [
      session.providerInfo.idToken,
      session.backstageIdentity.token,
      'kubemate-secret',
    ])
      // The signature is the part that makes a token one.
      expect(log).not.toContain(secret.split('.').at(-1));
  });
});

describe('sign-in by the name before the @, beside the person at this machine', () => {
  beforeAll(() =>
    start(
      {
        resolver: 'emailLocalPartMatchingUserEntityName',
        allowedDomains: ['sandbox.example'],
      },
      { ...WITHOUT_SANDBOX, signIn: 'local' },
    ),
  );
  afterAll(stop);

  it('finds the user entity of that name', async () => {
    const session = await new OidcBrowser(portal.url).signIn('platform');
    expect(session.backstageIdentity.identity.userEntityRef).toBe('user:default/platform');
  });

  it('refuses an address of another domain', async () => {
    await expect(new OidcBrowser(portal.url).signIn('stranger')).rejects.toThrow(
      /not from an allowed domain/,
    );
  });

  it('leaves the sign-in of kubemate.signIn as it is', async () => {
    const response = await globalThis.fetch(`${portal.url}/api/auth/local/refresh`, {
      headers: { 'x-requested-with': 'XMLHttpRequest' },
    });
    const session = await response.json();
    expect(session.backstageIdentity.identity.userEntityRef).toBe('user:default/local');
  });
});
