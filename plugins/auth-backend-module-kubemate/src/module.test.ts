import authPlugin from '@backstage/plugin-auth-backend';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import { authModuleKubemate } from './module';

const developer = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'developer', namespace: 'default' },
  spec: {
    memberOf: ['shop-team'],
    profile: { displayName: 'Daniel Okafor', email: 'developer@sandbox.example' },
  },
  relations: [{ type: 'memberOf', targetRef: 'group:default/shop-team' }],
};

async function startAuth(kubemate: {
  signIn: string;
  sandbox: { enabled: boolean };
  proxySignIn?: { secret?: string; emailHeader?: string };
}) {
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      authModuleKubemate,
      catalogServiceMock.factory({ entities: [developer] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost', listen: { host: '127.0.0.1', port: 0 } },
          auth: {
            environment: 'development',
            providers: { persona: {}, local: {}, oauth2Proxy: {}, git: {} },
          },
          kubemate,
        },
      }),
    ],
  });
  return request(server);
}

function claims(token: string): { sub: string } {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

describe('persona sign-in', () => {
  it('answers a Backstage token for the persona that the header names', async () => {
    const auth = await startAuth({ signIn: 'persona', sandbox: { enabled: true } });
    const { status, body } = await auth
      .get('/api/auth/persona/refresh')
      .set('x-kubemate-persona', 'developer');
    expect(status).toBe(200);
    expect(claims(body.backstageIdentity.token).sub).toBe('user:default/developer');
    expect(body.profile).toEqual({
      displayName: 'Daniel Okafor',
      email: 'developer@sandbox.example',
    });
    expect(body.backstageIdentity.identity.ownershipEntityRefs).toContain(
      'group:default/shop-team',
    );
  });

  it.each([undefined, 'root', 'developer,platform'])(
    'refuses the persona %s with the names it knows',
    async name => {
      const auth = await startAuth({ signIn: 'persona', sandbox: { enabled: true } });
      const { status, body } = await auth
        .get('/api/auth/persona/refresh')
        .set(name === undefined ? {} : { 'x-kubemate-persona': name });
      expect(status).toBe(401);
      expect(body.error.message).toContain('platform, developer, ml, auditor');
    },
  );

  it('is not there outside the sandbox', async () => {
    const auth = await startAuth({ signIn: 'local', sandbox: { enabled: false } });
    const { status } = await auth
      .get('/api/auth/persona/refresh')
      .set('x-kubemate-persona', 'platform');
    expect(status).toBe(404);
  });
});

describe('local sign-in', () => {
  it('signs in the person at this machine', async () => {
    const auth = await startAuth({ signIn: 'local', sandbox: { enabled: false } });
    const { status, body } = await auth.get('/api/auth/local/refresh');
    expect(status).toBe(200);
    expect(claims(body.backstageIdentity.token).sub).toBe('user:default/local');
  });

  it('refuses a page that points its own name at loopback', async () => {
    const auth = await startAuth({ signIn: 'local', sandbox: { enabled: false } });
    const { status } = await auth
      .get('/api/auth/local/refresh')
      .set('Host', 'rebound.example:7007');
    expect(status).toBe(403);
  });

  it('is not there in the sandbox', async () => {
    const auth = await startAuth({ signIn: 'persona', sandbox: { enabled: true } });
    expect((await auth.get('/api/auth/local/refresh')).status).toBe(404);
  });
});

describe('sign-in for git', () => {
  const of = (subject: string) =>
    mockCredentials.service.header({
      onBehalfOf: mockCredentials.service(subject),
      targetPluginId: 'auth',
    });
  const ask = async (headers: Readonly<Record<string, string>>) => {
    const auth = await startAuth({ signIn: 'persona', sandbox: { enabled: true } });
    return auth.get('/api/auth/git/refresh').set(headers);
  };

  it('answers the plugin of repositories for whom an access token has proved', async () => {
    const { status, body } = await ask({
      authorization: of('plugin:repositories'),
      'x-kubemate-user': 'user:default/developer',
    });
    expect(status).toBe(200);
    expect(claims(body.backstageIdentity.token).sub).toBe('user:default/developer');
    expect(body.backstageIdentity.identity.ownershipEntityRefs).toContain(
      'group:default/shop-team',
    );
  });

  it.each([
    ['nobody', {}],
    ['a person', { authorization: mockCredentials.user.header('user:default/developer') }],
    ['another plugin', { authorization: of('plugin:catalog') }],
    ['a secret', { authorization: 'Bearer plugin:repositories' }],
  ])('answers %s nothing', async (_, headers) => {
    const { status, body } = await ask({ 'x-kubemate-user': 'user:default/developer', ...headers });
    expect([status, body.backstageIdentity]).toEqual([401, undefined]);
  });

  it.each(['user:default/gone', 'group:default/shop-team', 'nobody at all', ''])(
    'signs in no one for %j',
    async user => {
      const headers = { authorization: of('plugin:repositories'), 'x-kubemate-user': user };
      const { status, body } = await ask(headers);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(body.backstageIdentity).toBeUndefined();
    },
  );
});

describe('sign-in by a proxy', () => {
  const secret = 'sixteen-or-more-characters';
  const start = () =>
    startAuth({ signIn: 'proxy', sandbox: { enabled: false }, proxySignIn: { secret } });
  const URL = '/api/auth/oauth2Proxy/refresh';

  it('signs in whom the proxy names, as a user of the catalog', async () => {
    const auth = await start();
    const { status, body } = await auth
      .get(URL)
      .set('x-kubemate-proxy-secret', secret)
      .set('x-forwarded-email', 'developer@sandbox.example');
    expect(status).toBe(200);
    expect(claims(body.backstageIdentity.token).sub).toBe('user:default/developer');
  });

  it.each([
    ['without the secret', {}],
    ['with another secret', { 'x-kubemate-proxy-secret': `${secret}!` }],
    ['with the secret twice', { 'x-kubemate-proxy-secret': [secret, secret] }],
    ['in its authorization', { authorization: `Bearer ${secret}` }],
  ])('believes no header %s', async (_, headers) => {
    const auth = await start();
    const { status, text } = await auth
      .get(URL)
      .set({ 'x-forwarded-email': 'developer@sandbox.example', ...headers } as never);
    expect(status).toBe(401);
    expect(text).not.toContain(secret);
  });

  it.each([
    ['nobody', []],
    ['two people', ['developer@sandbox.example', 'platform@sandbox.example']],
    ['two people in one header', ['developer@sandbox.example, platform@sandbox.example']],
    ['somebody the catalog does not know', ['stranger@sandbox.example']],
  ])('signs in no one where the proxy names %s', async (_, emails) => {
    const auth = await start();
    const asked = auth.get(URL).set('x-kubemate-proxy-secret', secret);
    const named = emails.length === 0 ? asked : asked.set('x-forwarded-email', emails as never);
    const { status, body } = await named;
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body.backstageIdentity).toBeUndefined();
  });

  it.each([undefined, {}, { secret: 'short' }, { secret, emailHeader: 'a b' }])(
    'does not start with %j',
    async proxySignIn => {
      await expect(
        startAuth({ signIn: 'proxy', sandbox: { enabled: false }, proxySignIn }),
      ).rejects.toThrow(/kubemate\.proxySignIn\.(secret|emailHeader)/);
    },
  );
});
