import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import { openChains, MIGRATIONS, KEY } from '../__testUtils__/chains';
import type { Chains } from '../__testUtils__/chains';
import { kubernetesEvent, operation, request } from '../__testUtils__/events';
import { KnexChainStore } from './KnexChainStore';
import { GENESIS, hashOf } from './sealRecord';
import { Signer } from './Signer';
import { toEntry } from './toEntry';
import { verifyChain } from './verifyChain';

const seqs = async ({ store }: Chains, chain: 'trail' | 'reads' = 'trail') =>
  (await store.read(chain, 1, 1000)).map(({ row }) => row.seq);

const check = ({ store, signer }: Chains, chain: 'trail' | 'reads' = 'trail') =>
  verifyChain({ chain, store, signer, anchors: [] });

describe.each(testDatabases)('the chains on $name', ({ start, skipped }) => {
  const test = skipped === undefined ? it : it.skip;
  let databases: RunningDatabases;
  beforeAll(async () => {
    if (skipped === undefined) databases = await start();
  }, 60_000);
  afterAll(() => databases?.stop());
  const open = async () => openChains((await databases.create()).knex);

  test('go up and down', async () => {
    const { knex } = await databases.create();
    await knex.migrate.latest({ directory: MIGRATIONS });
    expect(await knex.schema.hasTable('audit_records')).toBe(true);
    await knex.migrate.rollback({ directory: MIGRATIONS }, true);
    expect(await knex.schema.hasTable('audit_records')).toBe(false);
    await knex.migrate.latest({ directory: MIGRATIONS });
  });

  test('number records without gaps, each hashed over the one before', async () => {
    const chains = await open();
    await chains.append(operation(), operation());
    await chains.append(operation());
    const records = await chains.store.read('trail', 1, 10);
    expect(records.map(({ row }) => row.seq)).toEqual([1, 2, 3]);
    const parsed = records.map(({ row }) => JSON.parse(row.record));
    expect(parsed[0].prevHash).toBe(GENESIS);
    expect(parsed[2].prevHash).toBe(records[1]?.row.hash);
    expect(hashOf(records[2]?.row.record ?? '')).toBe(records[2]?.row.hash);
    expect(await check(chains)).toMatchObject({ ok: true, records: 3, first: 1, last: 3 });
  });

  test('keep plain reads in a chain of their own', async () => {
    const chains = await open();
    await chains.append(request(), operation(), request());
    expect(await seqs(chains, 'reads')).toEqual([1, 2]);
    expect(await seqs(chains)).toEqual([1]);
    expect(await check(chains, 'reads')).toMatchObject({ ok: true, records: 2 });
  });

  test('record an event once, however often it is told', async () => {
    const chains = await open();
    const event = operation();
    expect(await chains.append(event, event)).toHaveLength(1);
    expect(await chains.append(event, operation())).toHaveLength(1);
    expect(await seqs(chains)).toEqual([1, 2]);
  });

  test('let writers take turns', async () => {
    const { knex, config } = await databases.create();
    const first = await openChains(knex);
    const second = new KnexChainStore({
      knex: config.client === 'pg' ? knex : first.knex,
      signer: new Signer([KEY]),
      now: () => 1,
    });
    const twice = operation();
    const entries = (count: number) =>
      Array.from({ length: count }, () => [toEntry(operation(), () => undefined)]);
    await Promise.all([
      ...entries(20).map(batch => first.store.append(batch)),
      ...entries(20).map(batch => second.append(batch)),
      first.append(twice),
      second.append([toEntry(twice, () => undefined)]).catch(() => []),
    ]);
    expect(await seqs(first)).toEqual(Array.from({ length: 41 }, (_, at) => at + 1));
    expect(await check(first)).toMatchObject({ ok: true });
  });

  test('keep texts that no column takes as they are', async () => {
    const chains = await open();
    const odd = `a\u0000b \ud800 é 'quote' ${'x'.repeat(400)}`;
    await chains.append(
      operation({ actor: odd.slice(0, 250), summary: odd, target: { kind: odd, name: odd } }),
    );
    const [stored] = await chains.store.read('trail', 1, 1);
    expect(JSON.parse(stored?.row.record ?? '').summary).toBe(odd);
    expect(await check(chains)).toMatchObject({ ok: true });
  });

  test('forget at the old end only, and still verify', async () => {
    const chains = await open();
    const { store, clock } = chains;
    for (const now of [1000, 2000, 3000, 4000]) {
      clock.now = now;
      await chains.append(operation(), operation());
    }
    expect(await store.forget({ chain: 'trail', before: 3000, limit: 3 })).toBe(3);
    expect(await store.forget({ chain: 'trail', before: 3000, limit: 3 })).toBe(1);
    expect(await store.forget({ chain: 'trail', before: 3000, limit: 3 })).toBe(0);
    expect(await seqs(chains)).toEqual([5, 6, 7, 8]);
    expect(await check(chains)).toMatchObject({ ok: true, first: 5, last: 8 });
    expect(await store.forget({ chain: 'trail', before: 9000, keepFrom: 6, limit: 100 })).toBe(1);
    expect(await check(chains)).toMatchObject({ ok: true, first: 6 });
    await store.forget({ chain: 'trail', before: 9000, limit: 100 });
    expect(await check(chains)).toMatchObject({ ok: true, records: 0 });
    await chains.append(operation());
    expect(await seqs(chains)).toEqual([9]);
    expect(await check(chains)).toMatchObject({ ok: true, first: 9 });
  });

  test('join what is the same thing, whichever is told first', async () => {
    const chains = await open();
    const done = operation({ durationMs: 3000 });
    const run = request({
      correlationId: done.correlationId,
      action: 'POST /operations/{name}',
      effect: 'write',
    });
    const seen = kubernetesEvent();
    const late = kubernetesEvent({ at: done.at + 2500 });
    await chains.append(seen);
    await chains.append(done);
    await chains.append(run, late);
    const others = [
      kubernetesEvent({ actor: 'user:default/dana' }),
      kubernetesEvent({ at: done.at + 600_000 }),
      kubernetesEvent({
        target: { cluster: 'dev', kind: 'Deployment', namespace: 'shop', name: 'api' },
      }),
      request({ effect: 'write' }),
    ];
    await chains.append(...others);
    const joins = await chains.knex('audit_joins').select();
    expect(joins.every(({ parent_id }) => parent_id === done.id)).toBe(true);
    expect(joins.map(({ child_id }) => child_id).sort()).toEqual([seen.id, run.id, late.id].sort());
    expect(await check(chains)).toMatchObject({ ok: true });
  });
});
