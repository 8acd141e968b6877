import type { Row } from '@kubemate/kube-common';
import type { ClusterFailure, RowEvent, RowQuery } from '../KubeService';
import { seededRandom } from '../reflector/testUtils/seededRandom';
import { VirtualClock } from '../reflector/testUtils/VirtualClock';
import { NamespaceIds, NamespaceSet } from './NamespaceSet';
import { parseRowQuery } from './parseRowQuery';
import { queryRows } from './queryRows';
import { FULL_ACCESS, type RowAccess } from './RowAccess';
import { applyRowDelta } from './rowDelta';
import { RowWatchHub } from './RowWatchHub';
import { createRow, TEST_COLUMNS } from './testUtils/createRow';
import { createStore } from './testUtils/createStore';

const RESOURCE = { group: '', version: 'v1', plural: 'pods' };

function createHub(rows: readonly Row[] = []) {
  const clock = new VirtualClock();
  const ids = new NamespaceIds();
  const store = createStore(rows, { ids });
  const hub = new RowWatchHub({ ids, clock });
  const failures: ClusterFailure[] = [];
  const viewOf = (fields: Partial<RowQuery>, access: RowAccess = FULL_ACCESS) => ({
    scope: 'dev',
    query: parseRowQuery({ resource: RESOURCE, ...fields }, TEST_COLUMNS),
    sources: [{ store, access }],
    columns: TEST_COLUMNS,
    failures: () => [...failures],
  });
  return { clock, ids, store, hub, viewOf, failures };
}

type Hub = ReturnType<typeof createHub>;

/** Reads a view the way a browser does: a page replaces all, a delta is applied. */
function follow({ hub, viewOf }: Hub, fields: Partial<RowQuery>, access?: RowAccess) {
  const stop = new AbortController();
  const events: RowEvent[] = [];
  const texts: string[] = [];
  const seen = { items: [] as readonly Row[], total: -1 };
  const reading = (async () => {
    for await (const { event, json } of hub.watch(viewOf(fields, access), {
      signal: stop.signal,
    })) {
      events.push(event);
      texts.push(json);
      if (event.type === 'page')
        Object.assign(seen, { items: event.page.items, total: event.page.total });
      if (event.type === 'delta') {
        seen.items = applyRowDelta(seen.items, event.delta);
        seen.total = event.delta.total;
      }
    }
  })();
  const close = async () => {
    stop.abort();
    await reading;
  };
  return { events, texts, seen, close };
}

it('starts with the page, says nothing while nothing changes, then sends what changed', async () => {
  const world = createHub([createRow({ name: 'a' })]);
  const { events, close } = follow(world, {});
  await world.clock.advance(5000);
  expect(events.map(event => event.type)).toEqual(['page']);
  world.store.apply([{ type: 'upsert', row: createRow({ name: 'b' }) }]);
  await world.clock.advance(0);
  expect(events[1]).toMatchObject({
    type: 'delta',
    delta: { removed: [], inserted: [{ index: 1, row: { name: 'b' } }], updated: [], total: 2 },
  });
  await close();
  expect(world.hub.size).toBe(0);
  expect(world.clock.pending).toBe(0);
});

it('sends at most ten events a second however many changes there are', async () => {
  const world = createHub();
  const { events, close, seen } = follow(world, {});
  await world.clock.advance(0);
  for (let at = 0; at < 1000; at++) {
    world.store.apply([{ type: 'upsert', row: createRow({ name: `pod-${at}` }) }]);
    await world.clock.advance(1);
  }
  await world.clock.advance(200);
  expect(seen.total).toBe(1000);
  expect(events.length).toBeGreaterThan(8);
  expect(events.length).toBeLessThanOrEqual(13);
  await close();
});

it('computes and serialises a view once for all who follow it', async () => {
  const world = createHub([createRow({ name: 'a' })]);
  const followers = Array.from({ length: 50 }, () => follow(world, { sort: 'name' }));
  const other = follow(world, { sort: '-name' });
  await world.clock.advance(0);
  expect(world.hub.size).toBe(2);
  const stringify = jest.spyOn(JSON, 'stringify');
  world.store.apply([{ type: 'upsert', row: createRow({ name: 'b' }) }]);
  await world.clock.advance(100);
  const deltas = stringify.mock.calls.filter(([value]) => value?.type === 'delta');
  stringify.mockRestore();
  expect(deltas).toHaveLength(2);
  expect(followers.every(({ texts }) => texts[1] === followers[0]?.texts[1])).toBe(true);
  await Promise.all([...followers, other].map(({ close }) => close()));
});

it('does not share a view between viewers with different rights', async () => {
  const world = createHub([createRow({ name: 'a' }), createRow({ name: 'b', namespace: 'x' })]);
  const access = { all: false, namespaces: new NamespaceSet([world.ids.intern('x')]) };
  const admin = follow(world, {});
  const user = follow(world, {}, access);
  await world.clock.advance(0);
  expect(admin.seen.items.map(row => row.name)).toEqual(['a', 'b']);
  expect(user.seen.items.map(row => row.name)).toEqual(['b']);
  world.store.apply([{ type: 'upsert', row: createRow({ name: 'secret' }) }]);
  await world.clock.advance(100);
  expect(user.texts.join()).not.toContain('secret');
  expect(admin.texts.join()).toContain('secret');
  await Promise.all([admin.close(), user.close()]);
});

it('gives a reader that fell behind the page instead of what it missed', async () => {
  const world = createHub();
  const stop = new AbortController();
  const reader = world.hub.watch(world.viewOf({}), { signal: stop.signal });
  await reader.next();
  for (let at = 0; at < 200; at++) {
    world.store.apply([{ type: 'upsert', row: createRow({ name: `pod-${at}` }) }]);
    await world.clock.advance(100);
  }
  const next = await reader.next();
  expect(next.value?.event).toMatchObject({ type: 'page', page: { total: 200 } });
  stop.abort();
  expect((await reader.next()).done).toBe(true);
});

it('frees the view when the signal aborts, although the reader never reads again', async () => {
  const world = createHub();
  const stop = new AbortController();
  const reader = world.hub.watch(world.viewOf({}), { signal: stop.signal });
  await reader.next();
  expect(world.hub.size).toBe(1);
  stop.abort();
  expect(world.hub.size).toBe(0);
});

it('says when a cluster fails, and that data grows old or new', async () => {
  const world = createHub([createRow({ name: 'a' })]);
  const { events, close } = follow(world, {});
  await world.clock.advance(0);
  const failure = { cluster: 'edge', reason: 'refused', state: 'unreachable' as const };
  world.failures.push(failure);
  world.store.setStatus({ phase: 'backoff', synced: true, asOf: 0 });
  await world.clock.advance(200);
  expect(events.at(-1)).toMatchObject({ type: 'status', failures: [failure] });
  world.store.setStatus({ phase: 'live', synced: true, asOf: world.clock.now() });
  await world.clock.advance(200);
  expect(events.at(-1)).toMatchObject({ type: 'status', asOf: world.clock.now() - 200 });
  await close();
});

it('lets rows leave a window when they grow too old for its filter', async () => {
  const world = createHub();
  world.store.apply([
    { type: 'upsert', row: createRow({ name: 'young', created: world.clock.now() }) },
  ]);
  const { seen, close } = follow(world, { filter: 'age<30s' });
  await world.clock.advance(10_000);
  expect(seen.total).toBe(1);
  await world.clock.advance(30_000);
  expect(seen.total).toBe(0);
  await close();
});

it('sends pages where two clusters have rows with one uid', async () => {
  const world = createHub([createRow({ name: 'a', uid: 'same' })]);
  const { seen, events, close } = follow(world, {});
  await world.clock.advance(0);
  world.store.apply([{ type: 'upsert', row: createRow({ name: 'b', uid: 'same' }) }]);
  await world.clock.advance(100);
  expect(events.at(-1)?.type).toBe('page');
  expect(seen.items.map(row => row.name)).toEqual(['a', 'b']);
  await close();
});

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'keeps every reader equal to a fresh query through random changes (seed %i)',
  async seed => {
    const random = seededRandom(seed);
    const below = (limit: number) => Math.floor(random() * limit);
    const world = createHub();
    const questions: Partial<RowQuery>[] = [
      { limit: 10 },
      { sort: '-restarts', limit: 7, offset: 5 },
      { filter: 'restarts>2', limit: 1000 },
      { search: 'pod-1', sort: 'status', limit: 12 },
      { namespaces: ['b'], sort: '-age', limit: 5 },
    ];
    const readers = questions.map(fields => ({ fields, reader: follow(world, fields) }));
    for (let step = 0; step < 150; step++) {
      for (let change = below(6); change > 0; change--) {
        const name = `pod-${below(60)}`;
        const namespace = random() < 0.5 ? 'a' : 'b';
        const cells = { restarts: below(6), status: random() < 0.5 ? 'Running' : 'Pending' };
        const row = createRow({ name, namespace, created: below(99), cells });
        const deleting = random() < 0.3;
        world.store.apply([
          deleting ? { type: 'delete', namespace, name } : { type: 'upsert', row },
        ]);
      }
      await world.clock.advance(below(250));
      if (step % 25 !== 24) continue;
      await world.clock.advance(200);
      for (const { fields, reader } of readers) {
        const view = world.viewOf(fields);
        const fresh = queryRows(view.query, { ...view, ids: world.ids, now: world.clock.now() });
        expect(reader.seen).toEqual({ items: fresh.items, total: fresh.total });
      }
    }
    expect(readers.some(({ reader }) => reader.events.some(({ type }) => type === 'delta'))).toBe(
      true,
    );
    await Promise.all(readers.map(({ reader }) => reader.close()));
  },
);

it('says now and then that an idle view is still up to date', async () => {
  const world = createHub([createRow({ name: 'a' })]);
  world.store.setStatus({ phase: 'live', synced: true, asOf: world.clock.now() });
  const { events, close } = follow(world, {});
  await world.clock.advance(35_000);
  const times = events.flatMap(event => (event.type === 'status' ? [event.asOf] : []));
  expect(times.length).toBeGreaterThanOrEqual(3);
  expect(world.clock.now() - Math.max(...times)).toBeLessThanOrEqual(10_000);
  await close();
});
