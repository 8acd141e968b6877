import { clustersReady, expect, test } from './portal';

const UP = ['dev', 'staging', 'prod'];

test.describe('HTTP contract of /api/clusters', () => {
  test('a caller without a token gets 401', async ({ request }) => {
    expect((await request.get('/api/clusters/clusters')).status()).toBe(401);
  });

  test('a persona that does not exist gets 401', async ({ request }) => {
    const response = await request.get('/api/auth/persona/refresh', {
      headers: { 'x-kubemate-persona': 'root' },
    });
    expect(response.status()).toBe(401);
  });

  test('who the caller is on each cluster', async ({ as }) => {
    const api = await as('developer');
    await clustersReady(api, UP);
    const { status, body } = await api.get('/identity');
    expect(status).toBe(200);
    const dev = body.items.find((item: any) => item.cluster === 'dev');
    expect(dev.answer).toMatchObject({
      state: 'known',
      user: { name: 'kubemate:developer', entityRef: 'user:default/developer' },
    });
    expect(dev.answer.groups).toContainEqual({
      name: 'kubemate:shop-team',
      entityRef: 'group:default/shop-team',
    });
  });

  test('Backstage’s own proxies are not there, beside the app neither', async ({ request, as }) => {
    const { token } = await as('platform');
    for (const path of ['kubernetes/proxy/api/v1/secrets', 'kubernetes/proxy', 'proxy/prod']) {
      const headers = { authorization: `Bearer ${token}`, 'backstage-kubernetes-cluster': 'prod' };
      expect((await request.get(`/api/${path}`, { headers })).status(), path).toBe(404);
    }
    expect((await request.get('/api/kubernetes/clusters')).status()).toBe(401);
  });

  test('clusters are listed with their state', async ({ as }) => {
    const api = await as('platform');
    await clustersReady(api, UP);
    const { body } = await api.get('/clusters');
    expect(body.items.map((item: any) => item.name).sort()).toEqual([
      'dev',
      'edge',
      'prod',
      'staging',
    ]);
  });

  test('rows of all clusters are sorted, filtered and paged by key without a gap or a repeat', async ({
    as,
  }) => {
    const api = await as('platform');
    await clustersReady(api, UP);
    const query = { resource: 'v1/pods', clusters: UP.join(','), sort: '-restarts', limit: 7 };
    const seen = new Set<string>();
    let cursor: string | undefined;
    let total = 0;
    for (let page = 0; page < 200; page += 1) {
      const { status, body } = await api.get(
        '/rows',
        cursor === undefined ? query : { ...query, cursor },
      );
      expect(status).toBe(200);
      total = body.total;
      for (const row of body.items) seen.add(row.uid);
      cursor = body.nextCursor;
      if (cursor === undefined) break;
    }
    expect(total).toBeGreaterThan(20);
    // Pods come and go while we page; what a page boundary must not do is lose or repeat the bulk.
    expect(Math.abs(seen.size - total)).toBeLessThanOrEqual(5);
  });

  test('a bad parameter is a 400 that names it', async ({ as }) => {
    const api = await as('platform');
    for (const [name, value] of [
      ['resource', 'pods'],
      ['limit', '0'],
      ['sort', 'nonsense'],
      ['filter', '>>>'],
      ['labelSelector', 'a in ('],
      ['cursor', 'garbage'],
      ['unheard', 'x'],
    ] as const) {
      const { status, body } = await api.get('/rows', { resource: 'v1/pods', [name]: value });
      expect(status, `${name}=${value}`).toBe(400);
      expect(body.error.message, `${name}=${value}`).toContain(name);
    }
  });

  test('someone else’s object is refused exactly as the API server refuses it', async ({ as }) => {
    const platform = await as('platform');
    await clustersReady(platform, UP);
    const { body: page } = await platform.get('/rows', {
      resource: 'v1/pods',
      clusters: 'prod',
      namespaces: 'payments',
      limit: 1,
    });
    const [row] = page.items;
    const key = { cluster: 'prod', resource: 'v1/pods', namespace: 'payments', name: row.name };
    expect((await platform.get('/objects', key)).status).toBe(200);
    const developer = await as('developer');
    const { status, body } = await developer.get('/objects', key);
    expect(status).toBe(403);
    expect(body.error.message).toContain('cannot get resource "pods"');
    const { body: rows } = await developer.get('/rows', {
      resource: 'v1/pods',
      namespaces: 'payments',
    });
    expect(rows.items).toEqual([]);
    expect(rows.total).toBe(0);
  });

  test('an object that is not there is a 404', async ({ as }) => {
    const api = await as('platform');
    await clustersReady(api, UP);
    const { status } = await api.get('/objects', {
      cluster: 'dev',
      resource: 'v1/pods',
      namespace: 'shop',
      name: 'no-such-pod',
    });
    expect(status).toBe(404);
  });

  test('Why? explains the crash loop with evidence and a next step', async ({ as }) => {
    const api = await as('platform');
    await clustersReady(api, UP);
    await expect
      .poll(
        async () => {
          const { body: rows } = await api.get('/rows', {
            resource: 'v1/pods',
            search: 'fraud-detector',
            clusters: UP.join(','),
            limit: 50,
          });
          const broken = rows.items.find(
            (row: any) => row.health === 'failed' || row.health === 'warning',
          );
          if (broken === undefined) return [];
          const { body } = await api.get('/why', {
            cluster: broken.cluster,
            resource: 'v1/pods',
            namespace: broken.namespace,
            name: broken.name,
          });
          return body.findings
            .filter((finding: any) => finding.evidence.length > 0 && finding.nextSteps.length > 0)
            .map((finding: any) => finding.cause);
        },
        { timeout: 90_000 },
      )
      .toContain('crash-loop');
  });

  test('the API describes itself', async ({ as }) => {
    const { status, body } = await (await as('auditor')).get('/openapi.json');
    expect(status).toBe(200);
    expect(body.openapi).toMatch(/^3\./);
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/rows', '/rows/stream', '/objects', '/why', '/logs']),
    );
  });
});
