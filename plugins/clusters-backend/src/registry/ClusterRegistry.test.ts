import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DatabaseService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import type { ClusterCandidate, ClusterRegistrar, RegisteredCluster } from '@kubemate/kube-node';
import { testDatabases, type RunningDatabases, type TestDatabase } from '@kubemate/test-node';
import createKnex, { type Knex } from 'knex';
import { ManualClock } from '../__testUtils__/ManualClock';
import { ClusterRegistry } from './ClusterRegistry';
import { CredentialVault } from './CredentialVault';
import type { CredentialKey } from '@kubemate/storage-node';
import { keyFromFile, readKeySource } from '@kubemate/storage-node';
import { KnexClusterStore } from './KnexClusterStore';

const CANARY = 'canary-token-9c41';
const candidate: ClusterCandidate = {
  server: 'https://10.0.0.1:6443',
  namespaces: [],
  credential: { kind: 'token', token: CANARY },
};
const settings = {
  title: 'Production',
  labels: { environment: 'prod' },
  owner: 'group:default/platform',
  identity: 'impersonate' as const,
  namespaces: [],
};
const prod = { name: 'prod', ...settings };
const key = (id: string): CredentialKey => ({ id, key: randomBytes(32) });
const dana = 'user:default/dana';

/** A portal's clusters, as far as a registry can see them. */
class FakeRegistrar implements Pick<ClusterRegistrar, 'set' | 'remove'> {
  readonly clusters = new Map<string, RegisteredCluster>();
  calls: string[] = [];
  taken: string[] = [];

  set(cluster: RegisteredCluster): void {
    this.calls.push(`set ${cluster.name}`);
    if (this.taken.includes(cluster.name))
      throw new Error('there is a cluster of that name already');
    this.clusters.set(cluster.name, cluster);
  }

  async remove(name: string): Promise<void> {
    this.calls.push(`remove ${name}`);
    this.clusters.delete(name);
  }
}

describe.each(testDatabases)('clusters kept in $name', ({ start, skipped }) => {
  const test = skipped === undefined ? it : it.skip;
  let databases: RunningDatabases;
  let database: TestDatabase;
  const connections = new Set<Knex>();
  const ended = new AbortController();

  beforeAll(async () => {
    if (skipped === undefined) databases = await start();
  }, 60_000);
  afterAll(async () => {
    ended.abort();
    await Promise.all([...connections].map(knex => knex.destroy()));
    await databases?.stop();
  });
  beforeEach(async () => {
    if (skipped === undefined) database = await databases.create();
  });

  /** A portal's process with connections of its own. */
  async function replica({
    keys = [key('k')],
    config = database.config,
    shared,
  }: { keys?: CredentialKey[]; config?: Knex.Config; shared?: Knex } = {}) {
    const knex = shared ?? createKnex(config);
    connections.add(knex);
    const service: DatabaseService = { getClient: async () => knex };
    const store = await KnexClusterStore.create(service);
    const registrar = new FakeRegistrar();
    const clock = new ManualClock();
    const logger = mockServices.logger.mock();
    const registry = new ClusterRegistry({
      store,
      vault: new CredentialVault(
        keys.length ? { from: 'config', keys } : { from: 'nowhere', reason: 'no key' },
      ),
      registrar: Object.assign(registrar, {
        onLoopback: true,
        read: async () => candidate,
        probe: () => Promise.reject(new Error('not here')),
        refusal: () => undefined,
      }),
      clock,
      logger,
      random: () => 1,
    });
    return { registry, registrar, clock, logger, knex, store };
  }

  const settle = async (isDone: () => boolean) => {
    for (let attempt = 0; attempt < 500 && !isDone(); attempt++)
      await new Promise(resolve => setTimeout(resolve, 10));
  };

  test('makes and removes its tables', async () => {
    const { knex } = await replica();
    expect(await knex.schema.hasTable('registered_clusters')).toBe(true);
    const directory = path.resolve(__dirname, '../../migrations');
    await knex.migrate.rollback({ directory }, true);
    expect(await knex.schema.hasTable('registered_clusters')).toBe(false);
    expect(await knex.schema.hasTable('registered_clusters_revision')).toBe(false);
    await knex.migrate.latest({ directory });
    expect(await knex.schema.hasTable('registered_clusters')).toBe(true);
  });

  test('gives a cluster back after a restart, with its credential, which stands nowhere in the database', async () => {
    const keys = [key('k')];
    const first = await replica({ keys });
    await first.registry.start(ended.signal);
    const record = await first.registry.add(prod, { candidate, actor: dana });
    expect(first.registrar.clusters.get('prod')?.credential).toEqual(candidate.credential);
    const dump = JSON.stringify(await first.knex('registered_clusters').select('*'));
    expect(dump).toContain('https://10.0.0.1:6443');
    expect(JSON.stringify([dump, record, await first.registry.list()])).not.toContain('canary');

    const second = await replica({ keys });
    await second.registry.start(ended.signal);
    expect(second.registrar.clusters.get('prod')).toEqual({
      ...prod,
      ...candidate,
      ca: undefined,
      serverName: undefined,
    });
  });

  test('is live on another replica within 5 s, and gone there as soon', async () => {
    const keys = [key('k')];
    const [first, second] = [await replica({ keys }), await replica({ keys })];
    await Promise.all([first.registry.start(ended.signal), second.registry.start(ended.signal)]);
    const added = await first.registry.add(prod, { candidate, actor: dana });
    expect(second.registrar.clusters.size).toBe(0);
    second.clock.advance(5_000);
    await settle(() => second.registrar.clusters.size === 1);
    expect(second.registrar.clusters.get('prod')?.credential).toEqual(candidate.credential);

    const other = { ...candidate, credential: { kind: 'token' as const, token: 'canary-second' } };
    const rotated = await second.registry.rotate(other, { actor: dana, seen: added });
    first.clock.advance(5_000);
    await settle(() => JSON.stringify(first.registrar.clusters.get('prod')).includes('second'));
    expect(first.registrar.clusters.get('prod')?.credential).toEqual(other.credential);

    await first.registry.remove(rotated);
    second.clock.advance(5_000);
    await settle(() => second.registrar.clusters.size === 0);
    expect([...first.registrar.clusters, ...second.registrar.clusters]).toEqual([]);
    expect(await first.knex('registered_clusters').select('*')).toEqual([]);
  });

  test('leaves a cluster alone that did not change', async () => {
    const { registry, registrar, clock } = await replica();
    await registry.start(ended.signal);
    await registry.add(prod, { candidate, actor: dana });
    registrar.calls = [];
    await registry.add({ ...prod, name: 'staging' }, { candidate, actor: dana });
    clock.advance(5_000);
    await registry.sync();
    expect(registrar.calls).toEqual(['set staging']);
  });

  test('lets only one of two win who add the same name, or change the same cluster', async () => {
    const keys = [key('k')];
    const first = await replica({ keys });
    // SQLite serves one process, whose transactions come one after the other.
    const shared = database.config.client === 'pg' ? undefined : first.knex;
    const second = await replica({ keys, shared });
    const both = await Promise.allSettled(
      [first, second].map(({ registry }) => registry.add(prod, { candidate, actor: dana })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const seen = await first.registry.get('prod');
    const changes = await Promise.allSettled([
      first.registry.change({ ...settings, title: 'One' }, { actor: dana, seen }),
      second.registry.change({ ...settings, title: 'Two' }, { actor: dana, seen }),
    ]);
    expect(changes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = changes.find(change => change.status === 'rejected');
    expect(lost).toMatchObject({ reason: { name: 'ConflictError' } });
    await expect(first.registry.remove(seen)).rejects.toMatchObject({ name: 'ConflictError' });
  });

  test('moves credentials to the newest key at the start, and then does without the old one', async () => {
    const [old, fresh] = [key('2025'), key('2026')];
    const before = await replica({ keys: [old] });
    await before.registry.add(prod, { candidate, actor: dana });
    const rotating = await replica({ keys: [fresh, old] });
    await rotating.registry.start(ended.signal);
    expect(rotating.logger.info).toHaveBeenCalledWith(
      expect.stringContaining('1 clusters to the newest key'),
    );
    const after = await replica({ keys: [fresh] });
    await after.registry.start(ended.signal);
    expect(after.registrar.clusters.get('prod')?.credential).toEqual(candidate.credential);
  });

  test('shows a cluster whose key is missing as away for that reason, and keeps nothing without a key', async () => {
    const first = await replica({ keys: [key('2025')] });
    await first.registry.add(prod, { candidate, actor: dana });
    const lost = await replica({ keys: [key('2026')] });
    await lost.registry.start(ended.signal);
    expect(lost.registrar.clusters.get('prod')?.credential).toEqual({
      unavailable: expect.stringContaining('encrypted with key "2025"'),
    });
    const none = await replica({ keys: [] });
    await none.registry.start(ended.signal);
    expect(none.registry.unavailable).toBe('no key');
    const adding = none.registry.add({ ...prod, name: 'b' }, { candidate, actor: dana });
    await expect(adding).rejects.toMatchObject({ name: 'ServiceUnavailableError' });
    expect(await none.registry.list()).toHaveLength(1);
  });

  test('says why the portal does not show a cluster whose name the configuration took', async () => {
    const { registry, registrar, logger } = await replica();
    registrar.taken = ['prod'];
    await registry.add(prod, { candidate, actor: dana });
    expect(await registry.list()).toMatchObject([
      { name: 'prod', problem: expect.stringContaining('already') },
    ]);
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  test('does not open a credential that was moved to another record', async () => {
    const { registry, registrar, knex } = await replica();
    await registry.add(prod, { candidate, actor: dana });
    await registry.add({ ...prod, name: 'mine' }, { candidate, actor: dana });
    const [row] = await knex('registered_clusters').where({ name: 'prod' });
    await knex('registered_clusters')
      .where({ name: 'mine' })
      .update({ credential: row.credential, revision: 99 });
    await knex('registered_clusters_revision').update({ revision: 99 });
    await registry.sync();
    expect(registrar.clusters.get('mine')?.credential).toEqual({
      unavailable: expect.stringContaining('cannot be decrypted'),
    });
  });
});

describe('the key of a portal on one’s own machine', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'keys-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const config = (data: object) =>
    mockServices.rootConfig({ data: JSON.parse(JSON.stringify(data)) });
  const backend = { database: { client: 'better-sqlite3', connection: { directory: folder } } };

  it('is made once, for its owner alone', async () => {
    const source = readKeySource(config({ backend }), true);
    if (source.from !== 'file') throw new Error(`from ${source.from}`);
    expect(await keyFromFile(source.file, { create: false })).toBeUndefined();
    const keys = await Promise.all([1, 2, 3].map(() => keyFromFile(source.file, { create: true })));
    expect(new Set(keys.map(each => each?.key.toString('hex'))).size).toBe(1);
    expect(statSync(source.file).mode & 0o777).toBe(0o600);
    await chmod(source.file, 0o644);
    await expect(keyFromFile(source.file, { create: false })).rejects.toThrow(
      'others may read the key',
    );
  });

  it.each([
    ['in the open', { backend }, false],
    ['on PostgreSQL', { backend: { database: { client: 'pg', connection: {} } } }, true],
    [
      'in memory',
      { backend: { database: { client: 'better-sqlite3', connection: ':memory:' } } },
      true,
    ],
  ])('is not made %s', (_, data, onLoopback) => {
    expect(readKeySource(config(data), onLoopback)).toMatchObject({
      from: 'nowhere',
      reason: expect.stringContaining('kubemate.credentials.keys'),
    });
  });

  it.each([
    [[], 'kubemate.credentials.keys must not be empty'],
    [[{ id: 'a', key: 'c2hvcnQ=' }], 'kubemate.credentials.keys[0].key must be 32 random bytes'],
    [
      [{ id: 'a b', key: randomBytes(32).toString('base64') }],
      'kubemate.credentials.keys[0].id must be',
    ],
  ])('stops start-up for the keys %j', (keys, message) => {
    expect(() => readKeySource(config({ kubemate: { credentials: { keys } } }), true)).toThrow(
      message,
    );
  });
});
