import { startSqlite } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import fc from 'fast-check';
import { openChains } from '../__testUtils__/chains';
import type { Chains } from '../__testUtils__/chains';
import { kubernetesEvent, operation } from '../__testUtils__/events';
import { sealRecord } from './sealRecord';
import { Signer } from './Signer';
import { toRow } from './toRow';
import { verifyChain } from './verifyChain';
import { KnexChainStore } from './KnexChainStore';

const LENGTH = 30;
const ANCHORED = 12;

/** A chain of 30 records with an anchor at 12. `check` looks at it as another server would, which has written none of it. */
async function chainOf30(chains: Chains) {
  const { store, signer, knex } = chains;
  for (let at = 0; at < LENGTH; at += 3)
    await chains.append(
      operation({ at: 1_790_000_000_000 + at * 60_000 }),
      operation(),
      kubernetesEvent(),
    );
  const [anchored] = await store.read('trail', ANCHORED, 1);
  const anchor = { chain: 'trail' as const, seq: ANCHORED, hash: anchored?.row.hash ?? '', at: 5 };
  const anchors = [{ ...anchor, signature: signer.sign({ what: 'anchor', ...anchor }) }];
  const other = new KnexChainStore({ knex, signer, now: () => 0 });
  const check = (by = other) => verifyChain({ chain: 'trail', store: by, signer, anchors });
  return { check };
}

/** Whoever has the whole database, but not the key: writes records anew from `seq` on, so that every hash and link is right again. */
async function rewriteFrom(knex: Chains['knex'], seq: number) {
  const rows = await knex('audit_records')
    .where('seq', '>=', seq - 1)
    .orderBy('seq');
  let prevHash = rows.shift().hash;
  for (const row of rows) {
    const record = { ...JSON.parse(row.record), prevHash, actor: 'user:default/nobody' };
    const sealed = toRow(sealRecord(record));
    await knex('audit_records').where({ seq: row.seq }).update(sealed);
    prevHash = sealed.hash;
  }
  await knex('audit_heads').update({ hash: prevHash });
}

const COLUMNS = [
  'id',
  'at',
  'recorded_at',
  'kind',
  'plugin',
  'action',
  'verb',
  'effect',
  'outcome',
  'severity',
  'actor',
  'tenant',
  'correlation_id',
  'search',
  'hash',
];
const seqArb = fc.integer({ min: 1, max: LENGTH });

/** Each changes the database in one way and answers the first record that is wrong then. */
const TAMPERINGS = {
  column: fc
    .tuple(seqArb, fc.constantFrom(...COLUMNS), fc.integer({ min: 1, max: 99_999 }))
    .map(([seq, column, value]) => async (knex: Chains['knex']) => {
      await knex('audit_records')
        .where({ seq })
        .update({ [column]: `${value}` });
      return seq;
    }),
  text: fc.tuple(seqArb, fc.nat()).map(([seq, position]) => async (knex: Chains['knex']) => {
    const { record } = await knex('audit_records').where({ seq }).first();
    const at = position % record.length;
    const other = record[at] === 'x' ? 'y' : 'x';
    await knex('audit_records')
      .where({ seq })
      .update({ record: record.slice(0, at) + other + record.slice(at + 1) });
    return seq;
  }),
  remove: fc
    .tuple(seqArb, fc.integer({ min: 1, max: 5 }))
    .map(([seq, count]) => async (knex: Chains['knex']) => {
      await knex('audit_records')
        .whereBetween('seq', [seq, seq + count - 1])
        .delete();
      return seq;
    }),
  reorder: fc
    .uniqueArray(seqArb, { minLength: 2, maxLength: 2 })
    .map(([a = 1, b = 2]) => async (knex: Chains['knex']) => {
      await knex('audit_records').where({ seq: a }).update({ seq: 1000 });
      await knex('audit_records').where({ seq: b }).update({ seq: a });
      await knex('audit_records').where({ seq: 1000 }).update({ seq: b });
      return Math.min(a, b);
    }),
  append: fc.constant(async (knex: Chains['knex']) => {
    const last = await knex('audit_records').where({ seq: LENGTH }).first();
    const record = {
      ...JSON.parse(last.record),
      ...operation(),
      seq: LENGTH + 1,
      prevHash: last.hash,
    };
    await knex('audit_records').insert(toRow(sealRecord(record)));
    return LENGTH + 1;
  }),
  forgetWithoutKey: seqArb.map(seq => async (knex: Chains['knex']) => {
    const { hash } = await knex('audit_records').where({ seq }).first();
    await knex('audit_checkpoints').insert({
      chain: 'trail',
      seq,
      hash,
      at: 1,
      signature: 'k1:00',
    });
    await knex('audit_records').where('seq', '<=', seq).delete();
    return seq + 1;
  }),
  objects: seqArb.map(seq => async (knex: Chains['knex']) => {
    await knex('audit_objects').where({ seq }).update({ name: 'other' });
    return seq;
  }),
  unobject: seqArb.map(seq => async (knex: Chains['knex']) => {
    await knex('audit_objects').where({ seq }).delete();
    return seq;
  }),
  hideByJoin: fc
    .uniqueArray(seqArb, { minLength: 2, maxLength: 2 })
    .map(([a = 1, b = 2]) => async (knex: Chains['knex']) => {
      const idOf = async (seq: number) => (await knex('audit_records').where({ seq }).first()).id;
      await knex('audit_joins')
        .insert({ child_id: await idOf(a * 3 > LENGTH ? 2 : a * 3 - 1), parent_id: await idOf(b) })
        .onConflict('child_id')
        .merge();
      return a * 3 > LENGTH ? 2 : a * 3 - 1;
    }),
};

describe('verification', () => {
  let databases: RunningDatabases;
  let chains: Chains;
  let check: Awaited<ReturnType<typeof chainOf30>>['check'];
  beforeAll(async () => {
    databases = await startSqlite();
    const { knex } = await databases.create();
    await knex.raw('pragma synchronous = off');
    chains = await openChains(knex);
    ({ check } = await chainOf30(chains));
  }, 60_000);
  afterAll(() => databases.stop());

  /** Undoes whatever is done meanwhile. */
  async function meanwhile<T>(work: () => Promise<T>): Promise<T> {
    const tables = [
      'audit_records',
      'audit_objects',
      'audit_joins',
      'audit_heads',
      'audit_checkpoints',
    ];
    const before = await Promise.all(tables.map(table => chains.knex(table).select()));
    try {
      return await work();
    } finally {
      await chains.knex.transaction(async tx => {
        for (const [at, table] of tables.entries()) {
          await tx(table).delete();
          await tx.batchInsert(table, before[at] ?? [], 500);
        }
      });
    }
  }

  it('passes on a chain that nobody has touched', async () => {
    expect(await check()).toMatchObject({ ok: true, records: LENGTH, anchors: 1, problems: [] });
  });

  it.each(Object.entries(TAMPERINGS))(
    'finds: %s, and names the first bad record',
    async (_, tampering) => {
      await fc.assert(
        fc.asyncProperty(tampering, tamper =>
          meanwhile(async () => {
            const first = await tamper(chains.knex);
            const report = await check();
            expect(report.ok).toBe(false);
            if (report.firstBadSeq !== first) throw new Error(JSON.stringify({ first, report }));
          }),
        ),
        { numRuns: 25 },
      );
    },
  );

  it('finds a part that was written anew with all its hashes, between signatures', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: LENGTH }), seq =>
        meanwhile(async () => {
          await rewriteFrom(chains.knex, seq);
          const { ok, problems } = await check();
          expect(ok).toBe(false);
          const [problem] = problems.filter(
            ({ kind }) => kind === 'rewritten' || kind === 'forged',
          );
          const to = seq <= ANCHORED ? ANCHORED : LENGTH;
          expect(problem).toBeDefined();
          expect(problems.some(p => p.seq <= seq && (p.to ?? p.seq) >= Math.min(seq, to))).toBe(
            true,
          );
        }),
      ),
      { numRuns: 15 },
    );
  });

  it('finds a truncated end, even with an older signed head put back, by the anchor', async () => {
    await meanwhile(async () => {
      const { knex, signer } = chains;
      const seq = ANCHORED - 4;
      const { hash } = await knex('audit_records').where({ seq }).first();
      await knex('audit_records').where('seq', '>', seq).delete();
      await knex('audit_objects').where('seq', '>', seq).delete();
      const signature = signer.sign({ what: 'head', chain: 'trail', seq, hash });
      await knex('audit_heads').update({ seq, hash, signature });
      expect(await check()).toMatchObject({ ok: false, firstBadSeq: seq + 1 });
    });
  });

  it('finds an end that was cut since the anchor on the server that wrote it', async () => {
    await meanwhile(async () => {
      const { knex, signer, store } = chains;
      const seq = ANCHORED + 4;
      const { hash } = await knex('audit_records').where({ seq }).first();
      await knex('audit_records').where('seq', '>', seq).delete();
      const signature = signer.sign({ what: 'head', chain: 'trail', seq, hash });
      await knex('audit_heads').update({ seq, hash, signature });
      expect(await check(store)).toMatchObject({ ok: false, firstBadSeq: seq + 1 });
    });
  });

  it('finds that everything is gone', async () => {
    await meanwhile(async () => {
      for (const table of ['audit_records', 'audit_heads']) await chains.knex(table).delete();
      expect(await check()).toMatchObject({ ok: false, firstBadSeq: 1 });
    });
  });

  it('trusts no signature of a key that it does not know', async () => {
    const strangers = new Signer([{ id: 'k1', secret: 'another' }]);
    const report = await verifyChain({
      chain: 'trail',
      store: chains.store,
      signer: strangers,
      anchors: [],
    });
    expect(report).toMatchObject({ ok: false, problems: [{ kind: 'forged' }] });
    const rotated = new Signer([
      { id: 'k2', secret: 'new' },
      { id: 'k1', secret: 'a secret of the tests' },
    ]);
    expect(
      await verifyChain({ chain: 'trail', store: chains.store, signer: rotated, anchors: [] }),
    ).toMatchObject({ ok: true });
  });
});
