import { eventSocketFetch } from '@kubemate/http-common';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPortal, type TestPortal } from './__testUtils__/startPortal';

jest.setTimeout(180_000);

const METHODS = ['post', 'put', 'patch', 'delete'] as const;
/** Backstage's own plugins have no such document; these stand for what they let people change. */
const BACKSTAGE = [
  { method: 'PUT', url: '/api/user-settings/buckets/b/keys/k' },
  { method: 'DELETE', url: '/api/user-settings/buckets/b/keys/k' },
  { method: 'POST', url: '/api/catalog/refresh' },
  { method: 'POST', url: '/api/catalog/locations' },
];

let portal: TestPortal;
let token: string;
const objects = mkdtempSync(path.join(tmpdir(), 'audited-'));

beforeAll(async () => {
  portal = await startPortal({
    auth: { providers: { local: {} } },
    permission: { enabled: true },
    kubemate: {
      signIn: 'local',
      sandbox: { enabled: false },
      objects: { driver: 'file', folder: objects },
    },
  });
  const signIn = await globalThis.fetch(`${portal.url}/api/auth/local/refresh`);
  ({ token } = (await signIn.json()).backstageIdentity);
});

afterAll(async () => {
  await portal?.stop();
  rmSync(objects, { recursive: true, force: true });
});

async function send(method: string, url: string, requestId: string = randomUUID()) {
  const response = await globalThis.fetch(`${portal.url}${url}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-request-id': requestId,
    },
    body: method === 'GET' || method === 'DELETE' ? undefined : '{}',
  });
  return { status: response.status, text: await response.text(), requestId };
}

async function entriesOf(requestId: string): Promise<readonly Record<string, unknown>[]> {
  const { text } = await send('GET', `/api/audit/records?correlationId=${requestId}`);
  return JSON.parse(text).items;
}

function requestOf(entry: Record<string, unknown>) {
  const records = [entry, ...(entry.joined as Record<string, unknown>[])];
  return records.find(({ kind }) => kind === 'request');
}

/** Every plugin of ours that is mounted says so by its OpenAPI document, which its own tests hold complete. */
async function mutatingRoutes() {
  const plugins = portal.log
    .flatMap(
      line => /Plugin initialization (?:started|complete)[^"]*'([a-z-]+)'/g.exec(line)?.[1] ?? [],
    )
    .concat('clusters', 'audit', 'tenants');
  const routes: { method: string; url: string }[] = [];
  for (const plugin of new Set(plugins)) {
    const { status, text } = await send('GET', `/api/${plugin}/openapi.json`);
    if (status !== 200) continue;
    const { paths } = JSON.parse(text);
    for (const [route, methods] of Object.entries<Record<string, unknown>>(paths))
      for (const method of METHODS)
        if (methods[method] !== undefined)
          routes.push({
            method: method.toUpperCase(),
            url: `/api/${plugin}${route.replace(/\{\w+\}/g, randomUUID())}`,
          });
  }
  return routes;
}

it('records every request that could change something exactly once', async () => {
  const routes = [...(await mutatingRoutes()), ...BACKSTAGE];
  expect(routes.map(({ url }) => url)).toContain('/api/audit/events');
  expect(routes.length).toBeGreaterThan(BACKSTAGE.length + 2);
  const sent = [];
  for (const { method, url } of routes) sent.push({ method, url, ...(await send(method, url)) });
  for (const { method, url, requestId, status } of sent) {
    let entries = await entriesOf(requestId);
    // Of what a plugin told besides, the request is a part: one entry for both.
    const requestsOf = () => entries.map(entry => requestOf(entry) ?? {});
    for (let tries = 0; !requestsOf().some(({ kind }) => kind) && tries < 100; tries++) {
      await new Promise(resolve => setTimeout(resolve, 200));
      entries = await entriesOf(requestId);
    }
    const described = requestsOf().map(({ summary, outcome, actor }) => ({
      ...{ summary, outcome, actor },
    }));
    const unknown = status === 401;
    expect({ method, url, entries: described }).toEqual({
      method,
      url,
      entries: [
        {
          summary: `${method} ${url}`,
          outcome: status < 400 ? 'succeeded' : status === 403 || unknown ? 'denied' : 'failed',
          actor: expect.stringMatching(
            url.includes('/kubernetes/') ? /^kubernetes$/ : /^user:default\//,
          ),
        },
      ],
    });
  }
});

it('records what a plugin of Backstage tells through its auditor, as one with the request', async () => {
  const { requestId } = await send('DELETE', `/api/catalog/entities/by-uid/${randomUUID()}`);
  let told: Record<string, unknown>[] = [];
  for (let tries = 0; told.length === 0 && tries < 300; tries++) {
    await new Promise(resolve => setTimeout(resolve, 200));
    told = (await entriesOf(requestId)).filter(entry => requestOf(entry) && entry.kind === 'event');
  }
  expect(told).toMatchObject([
    {
      ...{ plugin: 'catalog', action: 'catalog.entity-mutate', effect: 'destroy' },
      actor: expect.stringMatching(/^user:default\//),
      input: { actionType: 'delete', uid: expect.any(String) },
      joined: [{ kind: 'request', correlationId: requestId }],
    },
  ]);
});

it('answers a stream over a WebSocket, and records it, as the request that it is', async () => {
  const ask = eventSocketFetch({
    ...{ backendUrl: portal.url, isNeeded: () => true },
    fetch: () => Promise.reject(new Error('not over the WebSocket')),
    openSocket: url => new WebSocket(url),
  });
  const statusOf = async (headers: Record<string, string>) => {
    const url = `${portal.url}/api/clusters/logs?cluster=streamed&namespace=a&resource=v1/pods&name=b`;
    const response = await ask(url, { headers: { accept: 'text/event-stream', ...headers } });
    await response.body?.cancel();
    return response.status;
  };
  expect(await statusOf({})).toBe(401);
  expect(await statusOf({ authorization: `Bearer ${token}` })).toBe(404);
  const logged = () => portal.log.filter(line => line.includes('GET /api/clusters/logs?'));
  expect(logged().map(line => / (401|404) /.exec(line)?.[1])).toEqual(['401', '404']);
  const recorded = async () => {
    const { text } = await send('GET', '/api/audit/records?limit=500');
    const entries: Record<string, unknown>[] = JSON.parse(text).items;
    return entries.filter(({ summary }) => summary === 'GET /api/clusters/logs');
  };
  let entries = await recorded();
  for (let tries = 0; entries.length < 2 && tries < 100; tries++) {
    await new Promise(resolve => setTimeout(resolve, 200));
    entries = await recorded();
  }
  const address = expect.stringMatching(/127\.0\.0\.1|::1/);
  const common = { kind: 'request', action: 'GET /logs', source: { address } };
  expect(entries).toHaveLength(2);
  expect(entries.find(({ status }) => status === 401)).toMatchObject({
    ...common,
    outcome: 'denied',
    actor: 'anonymous',
  });
  expect(entries.find(({ status }) => status === 404)).toMatchObject({
    ...common,
    outcome: 'failed',
    actor: 'user:default/local',
  });
});

it('keeps the chains whole meanwhile', async () => {
  const { status, text } = await send('GET', '/api/audit/verify');
  expect(status).toBe(200);
  expect(JSON.parse(text)).toMatchObject({
    ok: true,
    key: 'generated',
    anchorStore: `file://${objects}`,
  });
});

it('puts no token into a record', async () => {
  const { text } = await send('GET', '/api/audit/records?limit=500');
  expect(text).not.toContain(token);
  expect(portal.log.join('\n')).not.toContain(token);
});
