import type { KubeObject } from '@kubemate/kube-common';
import { NamespaceIds } from '../rows/NamespaceSet';
import { RowStore, type StoreStatus } from '../rows/RowStore';
import type { ApiRequest, ApiTransport } from './ApiTransport';
import { Reflector, type ReflectorSource } from './Reflector';
import { FakeApiServer } from './testUtils/FakeApiServer';
import { ScriptedBody } from './testUtils/ScriptedBody';
import { seededRandom } from './testUtils/seededRandom';
import { VirtualClock } from './testUtils/VirtualClock';

const RESOURCE = { group: '', version: 'v1', plural: 'configmaps' };
const encode = (text: string) => new TextEncoder().encode(text);

const project = ({ metadata }: KubeObject, cluster: string) => ({
  cluster,
  namespace: metadata.namespace,
  name: metadata.name,
  uid: metadata.uid,
  resourceVersion: metadata.resourceVersion,
  created: 0,
  health: 'ok' as const,
  cells: {},
});

function createReflector(overrides: Partial<ReflectorSource> = {}) {
  const clock = new VirtualClock();
  const random = seededRandom(1);
  const server = new FakeApiServer({ clock, random, pageSize: 3, streamedLists: 'served' });
  const store = new RowStore({
    cluster: 'dev',
    resource: RESOURCE,
    columns: [],
    namespaceIds: new NamespaceIds(),
  });
  const statuses: StoreStatus[] = [];
  store.subscribe(() => {
    if (statuses.at(-1) !== store.status) statuses.push(store.status);
  });
  const source: ReflectorSource = {
    transport: server,
    resource: RESOURCE,
    projector: { project },
    watchable: true,
    watchList: false,
    metadataOnly: false,
    ...overrides,
  };
  const yieldToLoop = () => Promise.resolve();
  const start = () => new Reflector(source, store, { clock, random, yieldToLoop });
  const names = () => [...store.rows()].map(row => row.name);
  return { clock, server, store, statuses, start, names };
}

/** A transport whose bodies the test writes. */
function createScript() {
  const requests: { request: ApiRequest; body: ScriptedBody }[] = [];
  const transport: ApiTransport = {
    async request(request) {
      const body = new ScriptedBody(request.signal);
      requests.push({ request, body });
      return { status: 200, headers: {}, body };
    },
  };
  return { requests, transport };
}

const object = (name: string, version: number) => ({
  metadata: { name, namespace: 'a', uid: `uid-${name}`, resourceVersion: String(version) },
});

it('shows the rows of a page before the list has ended', async () => {
  const { requests, transport } = createScript();
  const { clock, start, names, store } = createReflector({ transport });
  const reflector = start();
  await clock.advance(0);
  const metadata = { resourceVersion: '5', continue: 'more' };
  requests[0]?.body.write(encode(JSON.stringify({ metadata, items: [object('one', 1)] })));
  requests[0]?.body.end();
  await clock.advance(0);
  expect(names()).toEqual(['one']);
  expect(store.status).toMatchObject({ phase: 'listing', synced: false });
  expect(requests[1]?.request.query).toEqual({ limit: '500', continue: 'more' });
  await reflector.close();
  expect(clock.pending).toBe(0);
});

it('asks for bookmarks and for five to ten minutes, from the version of the list', async () => {
  const { clock, server, start } = createReflector();
  server.put('a', 'one', '');
  const reflector = start();
  await clock.advance(0);
  const { timeoutSeconds, ...query } = server.requests.at(-1)?.query ?? {};
  expect(query).toEqual({ watch: 'true', allowWatchBookmarks: 'true', resourceVersion: '101' });
  expect(Number(timeoutSeconds)).toBeGreaterThanOrEqual(300);
  expect(Number(timeoutSeconds)).toBeLessThanOrEqual(600);
  await reflector.close();
});

it('streams the list where the server has that, in one request', async () => {
  const { clock, server, start, names, store } = createReflector({ watchList: true });
  for (const name of ['one', 'two', 'three', 'four']) server.put('a', name, '');
  const reflector = start();
  await clock.advance(0);
  expect(names()).toHaveLength(4);
  expect(store.status).toMatchObject({ phase: 'live', synced: true });
  server.put('a', 'five', '');
  await clock.advance(0);
  expect(names()).toHaveLength(5);
  expect(server.requests).toHaveLength(1);
  await reflector.close();
});

it('goes back to pages at once where a streamed list is refused', async () => {
  const { clock, start, names, store } = createReflector({ watchList: true });
  const server = new FakeApiServer({
    clock,
    random: () => 0.5,
    pageSize: 3,
    streamedLists: 'refused',
  });
  server.put('a', 'one', '');
  const reflector = new Reflector(
    {
      transport: server,
      resource: RESOURCE,
      projector: { project },
      watchable: true,
      watchList: true,
      metadataOnly: false,
    },
    store,
    { clock, yieldToLoop: () => Promise.resolve() },
  );
  await clock.advance(0);
  expect(names()).toEqual(['one']);
  expect(server.requests.map(({ query }) => query.watch)).toEqual(['true', undefined, 'true']);
  await reflector.close();
  await start().close();
});

it('waits as long as Retry-After says', async () => {
  const { clock, server, start, store } = createReflector();
  server.faults.failing = { count: 1, status: 429, retryAfter: '20' };
  const reflector = start();
  await clock.advance(19_000);
  expect(server.requests).toHaveLength(1);
  expect(store.status).toMatchObject({ phase: 'backoff', lastError: { problem: 'overloaded' } });
  expect(store.status.nextRetryAt).toBeGreaterThan(clock.now());
  await clock.advance(6000);
  expect(store.status).toMatchObject({ phase: 'live' });
  expect(store.status.lastError).toBeUndefined();
  await reflector.close();
});

it('waits longer after each failure, at most half a minute, and not at all when told to retry', async () => {
  const { clock, server, start } = createReflector();
  server.faults.refusing = true;
  const reflector = start();
  await clock.advance(10 * 60_000);
  expect(server.requests.length).toBeGreaterThan(20);
  expect(server.requests.length).toBeLessThan(50);
  server.faults.refusing = false;
  const before = server.requests.length;
  reflector.retryNow();
  await clock.advance(0);
  expect(server.requests.length).toBe(before + 2);
  await reflector.close();
});

it.each([
  [403, 'denied'],
  [401, 'denied'],
  [404, 'not-served'],
  [503, 'overloaded'],
  [500, 'unreachable'],
])('names the problem of an answer %i %s', async (status, problem) => {
  const { clock, server, start, store } = createReflector();
  server.faults.failing = { count: 1, status, retryAfter: undefined };
  const reflector = start();
  await clock.advance(0);
  expect(store.status.lastError?.problem).toBe(problem);
  await reflector.close();
});

it('keeps its rows while the cluster is away and says how old they are', async () => {
  const { clock, server, start, names, store } = createReflector();
  server.put('a', 'one', '');
  const reflector = start();
  await clock.advance(60_000);
  const heardAt = clock.now();
  server.faults.refusing = true;
  server.dropConnections();
  await clock.advance(60_000);
  expect(names()).toEqual(['one']);
  expect(store.status).toMatchObject({ phase: 'backoff', synced: true, asOf: heardAt });
  await reflector.close();
});

it('takes a watch that is silent for longer than bookmarks are apart for dead', async () => {
  const { clock, server, start, names } = createReflector();
  const reflector = start();
  await clock.advance(0);
  server.freezeConnections();
  server.put('a', 'unseen', '');
  await clock.advance(80_000);
  expect(names()).toEqual([]);
  await clock.advance(15_000);
  expect(names()).toEqual(['unseen']);
  await reflector.close();
});

it('asks for everything at once after continue tokens have expired twice', async () => {
  const { clock, server, start, names } = createReflector();
  for (let at = 0; at < 9; at++) server.put('a', `object-${at}`, '');
  server.faults.slowMs = 10;
  const reflector = start();
  for (let round = 0; round < 2; round++) {
    const before = server.requests.length;
    while (server.requests.length === before) await clock.advance(5);
    server.put('a', 'object-0', `${round}`);
    server.compact();
    while (server.requests.at(-1)?.query.continue === undefined) await clock.advance(5);
    await clock.advance(50);
  }
  await clock.advance(20_000);
  expect(names()).toHaveLength(9);
  const unpaged = server.requests.filter(({ query }) => query.watch === undefined && !query.limit);
  expect(unpaged).toHaveLength(1);
  await reflector.close();
});

it('lists again and again what cannot be watched', async () => {
  const { clock, server, start, names, store } = createReflector({ watchable: false });
  server.put('a', 'one', '');
  const reflector = start();
  await clock.advance(0);
  server.delete('a', 'one');
  await clock.advance(31_000);
  expect(names()).toEqual([]);
  expect(store.status).toMatchObject({ phase: 'live', synced: true });
  expect(server.requests.every(({ query }) => query.watch === undefined)).toBe(true);
  await reflector.close();
});

it('asks for metadata alone where it was told to', async () => {
  const { clock, server, start } = createReflector({ metadataOnly: true });
  const reflector = start();
  await clock.advance(0);
  expect(server.requests.map(({ accept }) => accept)).toEqual([
    'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  ]);
  await reflector.close();
});

it('gives rows without a uid one', async () => {
  const { requests, transport } = createScript();
  const { clock, start, store } = createReflector({ transport });
  const reflector = start();
  await clock.advance(0);
  const items = [{ metadata: { name: 'node-1' } }, { broken: true }, null];
  requests[0]?.body.write(encode(JSON.stringify({ metadata: { resourceVersion: '5' }, items })));
  requests[0]?.body.end();
  await clock.advance(0);
  expect([...store.rows()].map(row => row.uid)).toEqual(['dev//node-1']);
  await reflector.close();
});

it('does not ask a server that closes every watch at once in a tight loop', async () => {
  const { clock, server, start } = createReflector();
  const reflector = start();
  for (let second = 0; second < 600; second++) {
    await clock.advance(100);
    server.endConnections();
  }
  expect(server.requests.length).toBeLessThan(40);
  await reflector.close();
});

it('lets other work run while it reads a long list', async () => {
  const { requests, transport } = createScript();
  const { store } = createReflector();
  const yieldToLoop = jest.fn(async () => undefined);
  let time = 0;
  // Each look at the clock takes 3 ms.
  const clock = { now: () => (time += 3), after: () => () => undefined };
  const reflector = new Reflector(
    {
      transport,
      resource: RESOURCE,
      projector: { project },
      watchable: true,
      watchList: false,
      metadataOnly: false,
    },
    store,
    { clock, yieldToLoop },
  );
  const items = Array.from({ length: 5000 }, (_, at) => ({
    ...object(`o-${at}`, at),
    pad: 'x'.repeat(500),
  }));
  const bytes = encode(JSON.stringify({ metadata: { resourceVersion: '5' }, items }));
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += 65_536)
    requests[0]?.body.write(bytes.subarray(at, at + 65_536));
  requests[0]?.body.end();
  await new Promise(resolve => setTimeout(resolve, 100));
  expect(store.size).toBe(5000);
  expect(yieldToLoop.mock.calls.length).toBeGreaterThan(3);
  await reflector.close();
});
