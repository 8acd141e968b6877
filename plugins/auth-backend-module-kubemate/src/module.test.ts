import authPlugin from '@backstage/plugin-auth-backend';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
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

async function startAuth(kubemate: { signIn: string; sandbox: { enabled: boolean } }) {
  const { server } = await startTestBackend({
    features: [
      authPlugin,
      authModuleKubemate,
      catalogServiceMock.factory({ entities: [developer] }),
      mockServices.rootConfig.factory({
        data: {
          app: { baseUrl: 'http://localhost' },
          backend: { baseUrl: 'http://localhost', listen: { host: '127.0.0.1', port: 0 } },
          auth: { environment: 'development', providers: { persona: {}, local: {} } },
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
