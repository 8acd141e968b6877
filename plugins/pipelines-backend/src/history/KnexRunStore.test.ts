import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { pipelinesRoutes } from '@kubemate/plugin-pipelines-common';
import type { Run } from '@kubemate/plugin-pipelines-common';
import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import fc from 'fast-check';
import { makeRun, makeRunDetail } from '../__testUtils__/makeRun';
import { deliveryStoreCases } from '../triggers/__testUtils__/deliveryStoreCases';
import { selectRuns } from '../runs/selectRuns';
import { lineOfDetail } from './lineOfDetail';
import { KnexRunStore } from './KnexRunStore';

jest.setTimeout(60_000);

const queryOf = (query: object) => pipelinesRoutes.listRuns.query.parse(query);
const EVERYTHING = [{ place: 'dev', folders: 'all' as const }];
const keyOf = ({ ref, uid }: Run) => ({ place: ref.place, uid });
const names = (runs: readonly Run[]) => runs.map(({ ref }) => ref.name);
const inFolder =
  (folder: string, place = 'dev') =>
  (name: string) => ({
    ref: { engine: 'tekton' as const, place, folder, name },
  });

describe.each(testDatabases)('KnexRunStore on $name', ({ skipped, start: startDatabases }) => {
  // Skipped, and counted as that, where the database is not to be had.
  const it = skipped === undefined ? test : test.skip;
  let running: RunningDatabases | undefined;

  beforeAll(async () => {
    if (skipped === undefined) running = await startDatabases();
  });
  afterAll(() => running?.stop());

  async function start() {
    const { knex } = (await running?.create()) ?? {};
    if (knex === undefined) throw new Error('no database');
    const store = await KnexRunStore.create({ getClient: async () => knex });
    return { knex, store };
  }

  async function keepGone(store: KnexRunStore, runs: readonly Run[]) {
    for (const run of runs) await store.keep({ run });
    await store.markGone(runs.map(keyOf), 5);
  }

  it('keeps a run, its page and what it is run again from, as they were', async () => {
    const { store } = await start();
    const detail = makeRunDetail('a', { message: '名 🚢 "quoted" % _ \\' });
    const { params: _p, results: _r, artifacts: _a, workspaces: _w, graph: _g, ...run } = detail;
    const template = { generateName: 'a-', spec: { pipelineRef: { name: 'build' } } };
    await store.keep({ run, detail, template });
    expect(await store.get(keyOf(run))).toEqual({ run, detail, template });
    await store.markGone([keyOf(run)], 9);
    const gone = { run: { ...run, isArchived: true }, detail: { ...detail, isArchived: true } };
    expect(await store.find(run.ref)).toEqual({ ...gone, template });
    expect(await store.find({ ...run.ref, place: 'prod' })).toBeUndefined();
  });

  it('tells how the runs of a pipeline ended, gone or not: the newest, and those of a commit beyond', async () => {
    const { store } = await start();
    const ended = (name: string, createdAt: number, more: Partial<Run> = {}) =>
      makeRunDetail(name, { pipeline: 'build', createdAt, finishedAt: createdAt + 1, ...more });
    const source = { commit: 'abc_1' };
    const details = [
      ended('old', 1, { source }),
      ended('other-commit', 2, { source: { commit: 'abcx1' } }),
      ended('new', 3),
      ended('newest', 4),
      ended('other-pipeline', 5, { pipeline: 'test' }),
      makeRunDetail('going', { pipeline: 'build', createdAt: 6, phase: 'running' }),
    ];
    for (const detail of details) await store.keep({ run: lineOfDetail(detail), detail });
    await store.markGone([{ place: 'dev', uid: 'uid-new' }], 9);
    const query = { place: 'dev', folder: 'shop', name: 'build', limit: 2 };
    expect(names(await store.ended(query))).toEqual(['newest', 'new']);
    expect(names(await store.ended({ ...query, commit: 'abc_1' }))).toEqual([
      ...['newest', 'new', 'old'],
    ]);
    expect(await store.ended({ ...query, folder: 'bank' })).toEqual([]);
  });

  it('takes over what another archive tells, unless it was seen here, and forgets it', async () => {
    const { store } = await start();
    const seen = makeRun('seen', { finishedAt: 5 });
    await store.keep({ run: seen });
    const told = Array.from({ length: 120 }, (_, at) => makeRun(`told-${at}`, { createdAt: at }));
    const adopted = [seen, ...told].map(run => ({
      run,
      origin: `shop/results/x/records/${run.uid}`,
    }));
    expect(await store.adopt(adopted, 7)).toBe(120);
    expect(await store.adopt(adopted, 8)).toBe(0);
    const pageOf = async (origin?: 'seen' | 'results') =>
      (await store.page(queryOf({}), [{ place: 'dev', folders: ['shop'], origin }])).total;
    expect([await pageOf(), await pageOf('seen'), await pageOf('results')]).toEqual([120, 0, 120]);
    await store.setImportedUntil('dev', 42);
    expect(await store.importedUntil('dev')).toBe(42);
    await store.dropImported(['dev']);
    expect(await pageOf()).toBe(120);
    await store.dropImported([]);
    expect([await pageOf(), await store.importedUntil('dev')]).toEqual([0, 0]);
    expect(await store.find(seen.ref)).toBeDefined();
  });

  it('leaves a run that has ended as it was, and a part that is not given', async () => {
    const { store } = await start();
    const ended = makeRunDetail('a', { startedAt: 1, finishedAt: 5, phase: 'failed' });
    await store.keep({ run: ended, detail: ended });
    await store.keep({ run: makeRun('a', { phase: 'running' }) });
    expect((await store.get(keyOf(ended)))?.run.phase).toBe('failed');
    await store.keep({ run: { ...ended, message: 'signed' } });
    expect(await store.get(keyOf(ended))).toMatchObject({
      run: { message: 'signed' },
      detail: { graph: { nodes: [{ id: 'build' }] } },
    });
  });

  it('keeps many at once, each with the parts that it has', async () => {
    const { store } = await start();
    const ended = makeRunDetail('ended', { startedAt: 1, finishedAt: 5, phase: 'failed' });
    await store.keep({ run: ended, detail: ended });
    const runs = Array.from({ length: 120 }, (_, at) => makeRun(`r${at}`));
    const detail = makeRunDetail('r7', {});
    await store.keep(...runs.map(run => (run.uid === detail.uid ? { run, detail } : { run })), {
      run: { ...ended, finishedAt: undefined, phase: 'running' },
    });
    expect(await store.present('dev')).toHaveLength(121);
    expect((await store.get(keyOf(ended)))?.run.phase).toBe('failed');
    expect((await store.get(keyOf(detail)))?.detail).toBeDefined();
    expect((await store.get({ place: 'dev', uid: runs[8]?.uid ?? '' }))?.detail).toBeUndefined();
  });

  it('takes one that was said to be gone for there when it is kept again', async () => {
    const { store } = await start();
    const run = makeRun('a', { phase: 'unknown' });
    await keepGone(store, [run]);
    expect(await store.present('dev')).toEqual([]);
    await store.keep({ run: { ...run, phase: 'running' } });
    expect(await store.present('dev')).toEqual([
      { uid: run.uid, folder: 'shop', hasEnded: false, hasDetail: false },
    ]);
    expect((await store.page(queryOf({}), EVERYTHING)).total).toBe(0);
  });

  it('lets no cluster write over the runs of another', async () => {
    const { store } = await start();
    await store.keep({ run: makeRun('a') });
    await store.keep({ run: makeRun('b', { ...inFolder('shop', 'prod')('b'), uid: 'uid-a' }) });
    expect(names([(await store.get({ place: 'dev', uid: 'uid-a' }))!.run])).toEqual(['a']);
  });

  it('finds and sorts as the list of live runs does, and shows each once over pages', async () => {
    const { store } = await start();
    const few = fc.constantFrom('a', 'b', 'B', 'c_1', 'c%2');
    const maybe = fc.option(few, { nil: undefined });
    const time = fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined });
    const arbitrary = fc.record({
      createdAt: fc.integer({ min: 0, max: 5 }),
      startedAt: time,
      finishedAt: time,
      phase: fc.constantFrom('succeeded' as const, 'failed' as const, 'unknown' as const),
      pipeline: maybe,
      component: maybe,
      trigger: fc.record({ kind: fc.constant('push' as const), by: maybe }),
      source: fc.record({ branch: maybe, commit: maybe }),
    });
    const runs = fc
      .sample(arbitrary, { numRuns: 60, seed: 5 })
      .map((fields, index) => makeRun(`run-${(index * 37) % 60}`, fields));
    await keepGone(store, runs);
    const archived = runs.map(run => ({ ...run, isArchived: true }));
    const sorts = ['created', 'finished', 'duration', 'name', 'pipeline', 'phase'];
    const filters = [
      ...[{}, { phases: 'failed,unknown' }, { pipeline: 'B' }, { component: 'c_1' }],
      ...[
        { branch: 'c%2' },
        { author: 'a' },
        { since: '3' },
        { until: '3' },
        { minDuration: '3' },
        { engines: 'jenkins' },
        { search: 'c_ b' },
        { search: '%' },
      ],
    ];
    for (const sort of sorts.flatMap(each => [each, `-${each}`]))
      for (const filter of filters) {
        let cursor: string | undefined;
        do {
          const query = queryOf({ ...filter, sort, limit: '7', cursor });
          const expected = selectRuns(query.engines ? [] : archived, query);
          const page = await store.page(query, EVERYTHING);
          expect({ sort, filter, names: names(page.items), ...page }).toEqual({
            ...{ sort, filter, names: names(expected.items) },
            ...expected,
          });
          cursor = page.nextCursor;
        } while (cursor !== undefined);
      }
  });

  it('counts anew for a first page, and keeps to that total on the later ones', async () => {
    const { store } = await start();
    const pageOf = (cursor?: string) => store.page(queryOf({ limit: '1', cursor }), EVERYTHING);
    await keepGone(store, [makeRun('a'), makeRun('b')]);
    const first = await pageOf();
    expect(first).toMatchObject({ total: 2, nextCursor: expect.anything() });
    await keepGone(store, [makeRun('c')]);
    expect(await pageOf(first.nextCursor)).toMatchObject({ total: 2 });
    expect(await pageOf()).toMatchObject({ total: 3 });
    expect(await pageOf(first.nextCursor)).toMatchObject({ total: 3 });
  });

  it('shows the folders of the scope and nothing else', async () => {
    const { store } = await start();
    await keepGone(store, [
      makeRun('a', inFolder('shop')('a')),
      makeRun('b', inFolder('bank')('b')),
      makeRun('c', inFolder('shop', 'prod')('c')),
    ]);
    const seen = async (scope: Parameters<typeof store.page>[1]) => {
      const { items, total } = await store.page(queryOf({ sort: 'name' }), scope);
      expect(total).toBe(items.length);
      return names(items);
    };
    expect(await seen([{ place: 'dev', folders: ['shop'] }])).toEqual(['a']);
    expect(await seen([...EVERYTHING, { place: 'prod', folders: [] }])).toEqual(['a', 'b']);
    expect(
      await seen([
        { place: 'dev', folders: ['bank'] },
        { place: 'prod', folders: 'all' },
      ]),
    ).toEqual(['b', 'c']);
    expect(await seen([])).toEqual([]);
    expect(await seen([{ place: 'dev', folders: [] }])).toEqual([]);
  });

  it('keeps where the logs of tasks are', async () => {
    const { store } = await start();
    const key = { place: 'dev', uid: 'uid-a' };
    const log = { ...key, taskRun: 'a-build', key: 'x/y', bytes: 9, linesLeftOut: 2, keptAt: 5 };
    await store.keepLog({ ...key, taskRun: 'a-build', bytes: 0, linesLeftOut: 0, keptAt: 1 });
    await store.keepLog(log);
    expect(await store.logsOf(key)).toEqual([log]);
    await store.keep({ run: makeRun('a') });
    expect(await store.keptTasks('dev')).toEqual([{ uid: 'uid-a', taskRun: 'a-build' }]);
    await store.markGone([key], 9);
    expect(await store.keptTasks('dev')).toEqual([]);
  });

  it('says which runs are too old or too many, and forgets them whole', async () => {
    const { store, knex } = await start();
    const runs = [1, 2, 3, 4, 5].map(createdAt => makeRun(`r${createdAt}`, { createdAt }));
    await keepGone(store, runs);
    await store.keep({ run: makeRun('live', { createdAt: 0 }) });
    expect(await store.folders()).toEqual([{ place: 'dev', folder: 'shop', gone: 5 }]);
    expect(await store.places()).toEqual(['dev']);
    const folder = { place: 'dev', folder: 'shop' };
    const uids = async (rule: { before: number; keep: number; limit: number }) =>
      (await store.expired(folder, rule)).map(({ uid }) => uid).sort();
    expect(await uids({ before: 3, keep: 9, limit: 9 })).toEqual(['uid-r1', 'uid-r2']);
    expect(await uids({ before: 0, keep: 4, limit: 9 })).toEqual(['uid-r1']);
    expect(await uids({ before: 9, keep: 0, limit: 2 })).toHaveLength(2);
    const key = keyOf(runs[0]!);
    await store.keepLog({ ...key, taskRun: 't', bytes: 0, linesLeftOut: 0, keptAt: 1 });
    await store.keep({ run: runs[0]!, detail: makeRunDetail('r1') });
    await store.forget([key]);
    expect(await store.get(key)).toBeUndefined();
    expect([await knex('run_logs'), await knex('run_details')]).toEqual([[], []]);
  });

  it('says what went last, and what has gone since', async () => {
    const { store } = await start();
    expect(await store.lastGone()).toBe(0);
    await keepGone(store, [makeRun('a')]);
    expect(await store.lastGone()).toBe(5);
    expect(await store.goneSince(5)).toEqual([{ place: 'dev', uid: 'uid-a' }]);
    expect(await store.goneSince(6)).toEqual([]);
  });

  it('has one recorder at a time', async () => {
    const { store } = await start();
    expect(await store.hold({ holder: 'a', now: 0, until: 30 })).toBe(true);
    expect(await store.hold({ holder: 'b', now: 10, until: 40 })).toBe(false);
    expect(await store.hold({ holder: 'a', now: 10, until: 40 })).toBe(true);
    expect(await store.hold({ holder: 'b', now: 31, until: 61 })).toBe(false);
    expect(await store.hold({ holder: 'b', now: 41, until: 71 })).toBe(true);
    expect(await store.hold({ holder: 'a', now: 42, until: 72 })).toBe(false);
    const both = await Promise.all(
      ['c', 'd'].map(holder => store.hold({ holder, now: 100, until: 130 })),
    );
    expect(both.filter(Boolean)).toHaveLength(1);
  });

  it.each(Object.entries(deliveryStoreCases))('beside it: %s', async (_, prove) => {
    await prove((await start()).knex);
  });

  it('migrates up and down, and by two replicas at once', async () => {
    const { knex } = await start();
    const directory = resolvePackagePath('@kubemate/plugin-pipelines-backend', 'migrations');
    await knex.migrate.rollback({ directory }, true);
    expect(await knex.schema.hasTable('runs')).toBe(false);
    const database = { getClient: async () => knex };
    await Promise.all([KnexRunStore.create(database), KnexRunStore.create(database)]);
    expect(await knex.schema.hasTable('run_logs')).toBe(true);
  });
});
