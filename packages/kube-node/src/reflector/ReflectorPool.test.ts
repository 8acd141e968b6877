import { NamespaceIds } from '../rows/NamespaceSet';
import { ReflectorPool } from './ReflectorPool';
import { FakeApiServer } from './testUtils/FakeApiServer';
import { VirtualClock } from './testUtils/VirtualClock';

const PODS = { group: '', version: 'v1', plural: 'pods' };
const NODES = { group: '', version: 'v1', plural: 'nodes' };

function createPool(limits: { idleMs?: number; maxIdle?: number } = {}) {
  const clock = new VirtualClock();
  const server = new FakeApiServer({
    clock,
    random: () => 0.5,
    pageSize: 9,
    streamedLists: 'refused',
  });
  const open = jest.fn(() => ({
    transport: server,
    projector: {
      project: () => ({
        cluster: 'dev',
        name: 'x',
        uid: 'x',
        resourceVersion: '1',
        created: 0,
        health: 'ok' as const,
        cells: {},
      }),
    },
    columns: [],
    watchable: true,
    watchList: false,
    metadataOnly: false,
  }));
  const pool = new ReflectorPool({ ids: new NamespaceIds(), open, clock, ...limits });
  return { clock, server, open, pool };
}

it('follows a kind of a cluster once for all who look', async () => {
  const { clock, server, open, pool } = createPool();
  const first = pool.acquire('dev', PODS);
  const second = pool.acquire('dev', PODS);
  pool.acquire('prod', PODS);
  await clock.advance(0);
  expect(second.store).toBe(first.store);
  expect(open).toHaveBeenCalledTimes(2);
  expect(server.openWatches).toBe(2);
  await pool.close();
  expect(server.openWatches).toBe(0);
});

it('closes some time after the last user left, and not when somebody came back', async () => {
  const { clock, server, pool } = createPool({ idleMs: 1000 });
  const lease = pool.acquire('dev', PODS);
  await clock.advance(0);
  lease.release();
  lease.release();
  await clock.advance(900);
  const again = pool.acquire('dev', PODS);
  expect(again.store).toBe(lease.store);
  await clock.advance(5000);
  expect(server.openWatches).toBe(1);
  again.release();
  await clock.advance(1000);
  expect(server.openWatches).toBe(0);
  expect(pool.size).toBe(0);
  expect(clock.pending).toBe(0);
});

it('keeps a bounded number of unused stores', async () => {
  const { clock, pool } = createPool({ maxIdle: 1 });
  const first = pool.acquire('dev', PODS);
  const second = pool.acquire('dev', NODES);
  await clock.advance(0);
  first.release();
  second.release();
  await clock.advance(0);
  expect(pool.size).toBe(1);
  expect(pool.acquire('dev', NODES).store).toBe(second.store);
  expect(pool.acquire('dev', PODS).store).not.toBe(first.store);
  await pool.close();
});

it('drops a cluster that was removed, users or not, and survives their release', async () => {
  const { clock, server, pool } = createPool();
  const lease = pool.acquire('dev', PODS);
  pool.acquire('prod', PODS);
  await clock.advance(0);
  await pool.drop('dev');
  expect(pool.size).toBe(1);
  expect(lease.store.status.phase).toBe('stopped');
  expect(server.openWatches).toBe(1);
  const next = pool.acquire('dev', PODS);
  lease.release();
  expect(next.store).not.toBe(lease.store);
  expect(pool.size).toBe(2);
  await pool.close();
});
