import type { DatabaseService } from '@backstage/backend-plugin-api';
import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import createKnex from 'knex';
import path from 'node:path';
import { KnexOperationStore } from './KnexOperationStore';
import type { OperationRecord } from './OperationRecord';

jest.setTimeout(60_000);

const MIGRATIONS = {
  directory: path.resolve(__dirname, '../migrations'),
  tableName: 'knex_migrations_operations',
};

let count = 0;

function makeRecord(fields: Partial<OperationRecord> = {}): OperationRecord {
  count += 1;
  return {
    id: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    runId: 'run',
    operation: 'things.set-value',
    effect: 'write',
    status: 'running',
    summary: 'Set a from 1 to 5; 名 \u0000 🚢 "quoted"',
    actor: 'user:default/dana',
    target: { kind: 'Thing', name: 'a' },
    createdAt: 1_700_000_000_000 + count,
    results: [],
    warnings: [],
    approvals: [],
    diff: [],
    inputHash: '',
    input: {},
    inputIsPartial: false,
    source: { via: 'http', correlationId: 'c' },
    revision: 1,
    undelivered: false,
    ...fields,
  };
}

describe.each(testDatabases)('KnexOperationStore on $name', ({ start, skipped }) => {
  const test = skipped === undefined ? it : it.skip;
  let databases: RunningDatabases;
  beforeAll(async () => {
    if (skipped === undefined) databases = await start();
  }, 120_000);
  afterAll(() => databases?.stop());

  async function open() {
    const { knex, config } = await databases.create();
    const database: DatabaseService = { getClient: async () => knex };
    return { knex, config, database, store: await KnexOperationStore.create(database) };
  }

  test('migrates up and down, twice, beside the plugin’s own tables', async () => {
    const { knex } = await databases.create();
    await knex.schema.createTable('knex_migrations', table => table.increments());
    for (let round = 0; round < 2; round++) {
      await knex.migrate.latest(MIGRATIONS);
      expect(await knex.schema.hasTable('operations')).toBe(true);
      await knex.migrate.rollback(MIGRATIONS, true);
      expect(await knex.schema.hasTable('operations')).toBe(false);
    }
    expect(await knex.schema.hasTable('knex_migrations')).toBe(true);
  });

  test('is opened by several replicas that start at the same time', async () => {
    const { config } = await databases.create();
    const knexes = Array.from({ length: 3 }, () => createKnex(config));
    const opened = await Promise.allSettled(
      knexes.map(knex => KnexOperationStore.create({ getClient: async () => knex })),
    );
    await Promise.all(knexes.map(knex => knex.destroy()));
    expect(
      opened.map(each => (each.status === 'rejected' ? String(each.reason) : 'opened')),
    ).toEqual(['opened', 'opened', 'opened']);
  });

  test('gives back what it was given, of any text', async () => {
    const { store } = await open();
    const record = makeRecord({ undo: { data: { a: [1, null] }, until: 5 }, leaseUntil: 7 });
    await store.insert(record);
    expect(await store.get(record.id)).toEqual(JSON.parse(JSON.stringify(record)));
    expect(await store.get('00000000-0000-4000-9000-000000000001')).toBeUndefined();
  });

  test('takes each key of a person and an operation once, in a race', async () => {
    const { store, knex } = await open();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => store.insert(makeRecord({ idempotencyKey: 'key-00001' }))),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    await store.insert(makeRecord({ idempotencyKey: 'key-00001', actor: 'user:default/alex' }));
    await store.insert(makeRecord({ idempotencyKey: 'key-00001', operation: 'things.remove' }));
    await store.insert(makeRecord());
    await store.insert(makeRecord());
    expect(await knex('operations').count({ n: '*' }).first()).toEqual({ n: expect.anything() });
    expect(Number((await knex('operations').count({ n: '*' }).first())?.n)).toBe(5);
  });

  test('loses no change in a race', async () => {
    const { store } = await open();
    const { id } = await store.insert(makeRecord());
    await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        store.update(id, ({ warnings }) => ({ warnings: [...warnings, String(at)] })),
      ),
    );
    const record = await store.get(id);
    expect(record?.warnings).toHaveLength(12);
    expect(record?.revision).toBe(13);
  });

  test('changes nothing where the change says so, and fails for what is not there', async () => {
    const { store } = await open();
    const { id } = await store.insert(makeRecord());
    expect((await store.update(id, () => undefined)).revision).toBe(1);
    await expect(
      store.update('00000000-0000-4000-9000-000000000001', () => ({})),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
    const refused = store.update(id, () => {
      throw new Error('refused');
    });
    await expect(refused).rejects.toThrow('refused');
  });

  test('finds what was abandoned, what is overdue, what waits and what was not told', async () => {
    const { store } = await open();
    const insert = (fields: Partial<OperationRecord>) => store.insert(makeRecord(fields));
    const ids = async (records: Promise<readonly OperationRecord[]>) =>
      (await records).map(({ id }) => id);
    const abandoned = await insert({ leaseUntil: 10 });
    await insert({ leaseUntil: 20 });
    await insert({ leaseUntil: 5, status: 'succeeded' });
    expect(await ids(store.abandoned(20))).toEqual([abandoned.id]);
    const late = await insert({ status: 'waiting', approvalUntil: 10 });
    const later = await insert({ status: 'approved', approvalUntil: 10 });
    const waiting = await insert({ status: 'waiting', approvalUntil: 30 });
    expect((await ids(store.overdue(20))).sort()).toEqual([late.id, later.id]);
    expect(await ids(store.waiting(5))).toEqual([waiting.id, late.id]);
    expect(await ids(store.waiting(1))).toEqual([waiting.id]);
    const first = await insert({ undelivered: true, status: 'failed' });
    const second = await insert({ undelivered: true, status: 'failed' });
    expect(await ids(store.undelivered(5))).toEqual([first.id, second.id]);
    expect(await ids(store.ofActor('user:default/dana', 2))).toEqual([second.id, first.id]);
    expect(await ids(store.ofActor('user:default/alex', 2))).toEqual([]);
  });

  test('takes nothing for told that has changed since it was read', async () => {
    const { store } = await open();
    const told = await store.insert(makeRecord({ undelivered: true }));
    const changed = await store.insert(makeRecord({ undelivered: true }));
    await store.update(changed.id, () => ({ summary: 'more' }));
    await store.markDelivered([told, changed]);
    expect(await store.undelivered(5)).toMatchObject([{ id: changed.id, summary: 'more' }]);
    expect((await store.get(told.id))?.undelivered).toBe(false);
  });

  test('forgets what is old, told and over', async () => {
    const { store } = await open();
    const old = { createdAt: 5, status: 'failed' as const };
    const gone = await store.insert(makeRecord(old));
    const kept = [
      await store.insert(makeRecord({ ...old, undelivered: true })),
      await store.insert(makeRecord({ ...old, status: 'running' })),
      await store.insert(makeRecord({ ...old, status: 'approved' })),
      await store.insert(makeRecord({ ...old, createdAt: 10 })),
    ];
    expect(await store.prune(10)).toBe(1);
    expect(await store.get(gone.id)).toBeUndefined();
    for (const { id } of kept) expect(await store.get(id)).toBeDefined();
  });
});
