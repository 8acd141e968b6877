import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { startPortal, type TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(60_000);

/** An API server that answers whoever asks, and remembers what was asked. */
let upstream: Server;
const asked: string[] = [];
let portal: TestPortal;
let token: string;

beforeAll(async () => {
  upstream = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.setHeader('content-type', 'application/json').end('{"kind":"SecretList","items":[]}');
  }).listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  const address = upstream.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const url = `http://127.0.0.1:${address.port}`;
  portal = await startPortal({
    auth: { providers: { local: {} } },
    kubemate: {
      signIn: 'local',
      sandbox: { enabled: false },
      clusters: [{ name: 'prod', server: url, token: 'portal-token', identity: 'self' }],
    },
    // What an operator who knows Backstage's own plugins might leave in the configuration.
    proxy: {
      endpoints: { '/prod': { target: url, credentials: 'dangerously-allow-unauthenticated' } },
    },
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [
        { type: 'config', clusters: [{ name: 'prod', url, authProvider: 'serviceAccount' }] },
      ],
    },
  });
  const signIn = await globalThis.fetch(`${portal.url}/api/auth/local/refresh`);
  ({ token } = (await signIn.json()).backstageIdentity);
});

afterAll(async () => {
  await portal?.stop();
  upstream.closeAllConnections();
  upstream.close();
});

function send(method: string, path: string) {
  return globalThis.fetch(`${portal.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'backstage-kubernetes-cluster': 'prod',
      'backstage-kubernetes-authorization': 'Bearer portal-token',
      'content-type': 'application/json',
    },
    body: method === 'GET' ? undefined : '{}',
  });
}

describe('Backstage’s own proxies', () => {
  it.each([
    '/api/kubernetes/proxy/api/v1/namespaces/default/secrets',
    '/api/kubernetes/proxy',
    '/api/kubernetes/PROXY/api/v1/secrets',
    '/api/kubernetes/%70roxy/api/v1/secrets',
    '/api/kubernetes/services/..%2fproxy/api/v1/secrets',
    '/api/%6bubernetes/proxy/api/v1/secrets',
    '/api//kubernetes/proxy/api/v1/secrets',
    '/api/clusters/../kubernetes/proxy/api/v1/secrets',
    '/api/clusters/proxy/api/v1/secrets',
    '/api/proxy/prod/api/v1/namespaces/default/secrets',
    '/api/proxy/prod',
    '/api/proxy',
  ])('are not reachable at %s, by any method, for a person with every right', async path => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const response = await send(method, path);
      expect([method, response.status]).toEqual([method, 404]);
      expect(await response.text()).not.toContain('SecretList');
    }
    expect(asked.filter(line => line.includes('secret'))).toEqual([]);
  });

  it.each([
    ['GET', '/api/kubernetes/clusters'],
    ['POST', '/api/kubernetes/resources/custom/query'],
    ['POST', '/api/kubernetes/resources/workloads/query'],
    ['POST', '/api/kubernetes/services/cart'],
  ])(
    'send nothing of a request on where they stay open for its tab: %s %s',
    async (method, path) => {
      const response = await send(method, path);
      const text = await response.text();
      expect(response.status).not.toBe(404);
      expect(text).not.toContain('SecretList');
      expect(text).not.toContain('portal-token');
      expect(asked.filter(line => line.includes('secret'))).toEqual([]);
    },
  );

  it('have the clusters of the portal in their tab, not those that the configuration names for them', async () => {
    const response = await send('GET', '/api/kubernetes/clusters');
    const { items } = await response.json();
    expect(items).toEqual([
      expect.objectContaining({ name: 'prod', authProvider: 'kubemate.oidc' }),
    ]);
  });

  it('would have been seen here: the same person reaches the same server by the portal’s own route', async () => {
    const query = 'cluster=prod&resource=v1/secrets&namespace=default&name=canary';
    await send('GET', `/api/clusters/objects?${query}`);
    expect(asked).toContain('GET /api/v1/namespaces/default/secrets/canary');
    expect((await send('GET', '/api/clusters/clusters')).status).toBe(200);
  });
});
