import { randomBytes } from 'node:crypto';
import { clustersReady, expect, test } from './portal';

/** Searched for after `npm test` in logs, traces, reports and object stores: see scripts/canaries.mjs. */
const canary = `${process.env.KUBEMATE_TEST_CANARY ?? 'kmcanary'}-${randomBytes(4).toString('hex')}`;
const encoded = Buffer.from(canary).toString('base64');

// A trace would keep the bodies of these very requests.
test.use({ trace: 'off' });

test.describe('Secrets on their way through the portal', () => {
  test('come back only to whoever reveals them', async ({ as, request }) => {
    const api = await as('platform');
    await clustersReady(api, ['dev']);
    const name = `canary-${Date.now().toString(36)}`;
    const object = { cluster: 'dev', apiVersion: 'v1', kind: 'Secret', namespace: 'default', name };
    const answers: string[] = [];
    const headers = { authorization: `Bearer ${api.token}` };
    const send = async (path: string, data?: object) => {
      const url = `/api/${path}`;
      const response = data
        ? await request.post(url, { data, headers })
        : await request.get(url, { headers });
      answers.push(`${path}: ${await response.text()}`);
      return response;
    };
    const operate = (operation: string, data: object) =>
      send(`clusters/operations/${operation}`, data);

    const metadata = { name, namespace: 'default' };
    const manifest = JSON.stringify({
      ...{ apiVersion: 'v1', kind: 'Secret', metadata, stringData: { password: canary } },
    });
    const apply = { cluster: 'dev', manifest };
    for (const query of ['?plan=true', ''])
      expect((await operate(`apply-manifest${query}`, apply)).status()).toBe(200);
    const edit = { object, set: { token: canary } };
    for (const query of ['?plan=true', ''])
      expect((await operate(`edit-config${query}`, edit)).status()).toBe(200);
    const source = { kind: 'token', server: 'https://127.0.0.1:1', token: canary };
    await operate('register-cluster?plan=true', { name, source });
    await operate('probe-cluster', { source });
    await operate('edit-config', { object, set: canary });
    for (const path of ['clusters/objects', 'clusters/related', 'clusters/events', 'clusters/why'])
      await send(`${path}?cluster=dev&resource=v1/secrets&namespace=default&name=${name}`);
    await send('clusters/operations-receipts');
    await send(`audit/records?limit=100`);

    const revealed = await request.post('/api/clusters/operations/reveal-secret', {
      ...{ data: { secret: object }, headers },
    });
    expect(await revealed.text()).toContain(encoded);
    await send(`audit/records?limit=100`);
    await expect
      .poll(async () => (await send(`audit/records?object=${name}`)).text())
      .toContain('clusters.reveal-secret');
    await operate('delete-object', { object });

    expect(answers.length).toBeGreaterThan(12);
    expect(answers.filter(text => text.includes(canary) || text.includes(encoded))).toEqual([]);
  });

  test('are refused as tokens without being repeated', async ({ request }) => {
    const authorization = `Bearer ${canary}`;
    const asked = [
      await request.get('/api/clusters/clusters', { headers: { authorization } }),
      await request.post('/api/audit/kubernetes/prod', {
        ...{ data: { items: [] }, headers: { authorization } },
      }),
    ];
    for (const response of asked) {
      expect(response.status()).toBe(401);
      expect(await response.text()).not.toContain(canary);
    }
  });
});
