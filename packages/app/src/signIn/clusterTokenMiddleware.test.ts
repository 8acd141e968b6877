import { CLUSTER_TOKEN_HEADER } from '@kubemate/kube-common';
import { clusterTokenMiddleware } from './clusterTokenMiddleware';

async function sent(url: string, { token, init }: { token?: string; init?: RequestInit } = {}) {
  const next = jest.fn(async (_input: RequestInfo | URL, _init?: RequestInit) => new Response());
  const middleware = clusterTokenMiddleware({
    backendUrl: 'https://portal.example.com',
    clusterToken: async () => token,
  });
  await middleware.apply(next)(url, init);
  const [input, passed] = next.mock.calls[0] ?? [];
  return new Request(input ?? '', passed);
}

describe('clusterTokenMiddleware', () => {
  it('adds the token to a request to clusters, and leaves the rest as it is', async () => {
    const request = await sent('https://portal.example.com/api/clusters/rows?resource=v1/pods', {
      token: 'abc',
      init: { headers: { authorization: 'Bearer xyz', accept: 'text/event-stream' } },
    });
    expect(Object.fromEntries(request.headers)).toEqual({
      accept: 'text/event-stream',
      authorization: 'Bearer xyz',
      [CLUSTER_TOKEN_HEADER]: 'abc',
    });
    expect(request.url).toBe('https://portal.example.com/api/clusters/rows?resource=v1/pods');
  });

  it.each([undefined, 'abc'])('leaves the body of a request as it is (token: %s)', async token => {
    const next = jest.fn(async (input: RequestInfo | URL) => new Response(new Request(input).body));
    const { apply } = clusterTokenMiddleware({
      backendUrl: 'https://portal.example.com',
      clusterToken: async () => token,
    });
    const request = new Request('https://portal.example.com/api/clusters/operations/scale', {
      method: 'POST',
      body: '{}',
    });
    expect(await (await apply(next)(request)).text()).toBe('{}');
  });

  it('keeps the signal that ends a stream', async () => {
    const abort = new AbortController();
    const { signal } = await sent('https://portal.example.com/api/clusters/rows/stream', {
      token: 'abc',
      init: { signal: abort.signal },
    });
    abort.abort();
    expect(signal.aborted).toBe(true);
  });

  it('adds nothing without a token', async () => {
    const request = await sent('https://portal.example.com/api/clusters/rows');
    expect(request.headers.has(CLUSTER_TOKEN_HEADER)).toBe(false);
  });

  it.each([
    'https://portal.example.com/api/catalog/entities',
    'https://portal.example.com/api/clusters-of-others/rows',
    'https://portal.example.com/api/auth/oidc/refresh',
    'https://portal.example.com.evil.example/api/clusters/rows',
    'https://evil.example/https://portal.example.com/api/clusters/rows',
    'https://portal.example.com/api/clusters/../catalog/entities',
    'http://portal.example.com/api/clusters/rows',
  ])('keeps the token from %s', async url => {
    const request = await sent(url, { token: 'abc' });
    expect(request.headers.has(CLUSTER_TOKEN_HEADER)).toBe(false);
  });
});
