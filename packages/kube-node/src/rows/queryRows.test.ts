import { InputError } from '@backstage/errors';
import fc from 'fast-check';
import type { Row } from '@kubemate/kube-common';
import type { RowQuery } from '../KubeService';
import { NamespaceIds, NamespaceSet } from './NamespaceSet';
import { parseRowQuery } from './parseRowQuery';
import { allRows, countFacets, queryRows } from './queryRows';
import { FULL_ACCESS, NO_ACCESS, type RowAccess } from './RowAccess';
import { parseRowFilter } from './RowFilter';
import { compareRows, parseRowSort } from './rowSort';
import { createRow, TEST_COLUMNS } from './testUtils/createRow';
import { createStore } from './testUtils/createStore';

const RESOURCE = { group: '', version: 'v1', plural: 'pods' };
const NOW = 1_000_000;

function query(fields: Partial<RowQuery> = {}) {
  return parseRowQuery({ resource: RESOURCE, ...fields }, TEST_COLUMNS);
}

function createContext(rows: readonly Row[], access: RowAccess = FULL_ACCESS) {
  const ids = new NamespaceIds();
  return { ids, now: NOW, sources: [{ store: createStore(rows, { ids }), access }] };
}

const names = (rows: readonly Row[]) => rows.map(row => row.name);

it('sorts by namespace, then by name, where no sort is given', () => {
  const context = createContext([
    createRow({ name: 'b', namespace: 'y' }),
    createRow({ name: 'z', namespace: 'x' }),
    createRow({ name: 'a', namespace: 'y' }),
  ]);
  expect(names(queryRows(query(), context).items)).toEqual(['z', 'a', 'b']);
});

it.each([
  ['restarts', ['one', 'two', 'ten', 'none']],
  ['-restarts', ['ten', 'two', 'one', 'none']],
  ['ready', ['two', 'ten', 'one', 'none']],
  ['age', ['ten', 'two', 'one', 'none']],
  ['-age', ['none', 'one', 'two', 'ten']],
  ['health', ['two', 'none', 'one', 'ten']],
  ['status', ['ten', 'two', 'none', 'one']],
])('sorts by %s with what has no value last', (sort, expected) => {
  const context = createContext([
    createRow({ name: 'one', created: 1, cells: { restarts: 1, ready: '3/3' } }),
    createRow({
      name: 'two',
      created: 2,
      health: 'failed',
      cells: { restarts: 2, ready: '1/10', status: 'B' },
    }),
    createRow({ name: 'ten', created: 3, cells: { restarts: 10, ready: '1/2', status: 'A' } }),
    createRow({ name: 'none', created: 0, health: 'warning', cells: {} }),
  ]);
  const items = queryRows(query({ sort }), context).items;
  expect(names(items)).toEqual(expected);
});

it('searches names, namespaces, reasons, labels and text cells for every word', () => {
  const context = createContext([
    createRow({ name: 'api-0', labels: { app: 'Checkout' }, cells: { status: 'Running' } }),
    createRow({ name: 'web-0', reason: 'CrashLoopBackOff' }),
  ]);
  const found = (search: string) => names(queryRows(query({ search }), context).items);
  expect(found('CHECK runn')).toEqual(['api-0']);
  expect(found('app=checkout')).toEqual(['api-0']);
  expect(found('crash')).toEqual(['web-0']);
  expect(found('shop')).toEqual(['api-0', 'web-0']);
  expect(found('api web')).toEqual([]);
});

it('searches a row by what it says now', () => {
  const context = createContext([createRow({ name: 'a', cells: { status: 'Pending' } })]);
  expect(queryRows(query({ search: 'pending' }), context).total).toBe(1);
  const row = createRow({ name: 'a', cells: { status: 'Running' } });
  context.sources[0]?.store.apply([{ type: 'upsert', row }]);
  expect(queryRows(query({ search: 'pending' }), context).total).toBe(0);
  expect(queryRows(query({ search: 'running' }), context).total).toBe(1);
});

it('selects by labels', () => {
  const context = createContext([
    createRow({ name: 'a', labels: { tier: 'front' } }),
    createRow({ name: 'b', labels: { tier: 'back' } }),
    createRow({ name: 'c' }),
  ]);
  const select = (labelSelector: string) =>
    names(queryRows(query({ labelSelector }), context).items);
  expect(select('tier in (front,back)')).toEqual(['a', 'b']);
  expect(select('tier!=front')).toEqual(['b', 'c']);
});

it('shows a viewer without rights nothing, and no total either', () => {
  const context = createContext([createRow({ name: 'a' })], NO_ACCESS);
  expect(queryRows(query(), context)).toMatchObject({ items: [], total: 0 });
  expect(countFacets(query(), context).total).toBe(0);
});

it('never takes a named namespace for cluster-scoped objects', () => {
  const context = createContext([createRow({ name: 'node', namespace: undefined })]);
  expect(queryRows(query({ namespaces: [''] }), context).total).toBe(0);
  expect(queryRows(query(), context).total).toBe(1);
});

it('shows cluster-scoped rows only with the right to them', () => {
  const rows = [createRow({ name: 'node', namespace: undefined }), createRow({ name: 'a' })];
  const context = createContext(rows);
  const access = { all: false, namespaces: new NamespaceSet([context.ids.intern('shop')]) };
  const seen = queryRows(query(), {
    ...context,
    sources: context.sources.map(s => ({ ...s, access })),
  });
  expect(names(seen.items)).toEqual(['a']);
});

it('counts health and namespaces over what may be seen', () => {
  const context = createContext([
    createRow({ name: 'a', health: 'failed' }),
    createRow({ name: 'b', namespace: 'other' }),
    createRow({ name: 'c' }),
  ]);
  expect(countFacets(query(), context)).toEqual({
    total: 3,
    health: { ok: 2, failed: 1, warning: 0, progressing: 0, idle: 0, unknown: 0 },
    namespaces: [
      { cluster: 'dev', namespace: 'other', count: 1 },
      { cluster: 'dev', namespace: 'shop', count: 2 },
    ],
  });
});

it('continues after a row that is gone', () => {
  const context = createContext(['a', 'b', 'c', 'd'].map(name => createRow({ name })));
  const first = queryRows(query({ limit: 2 }), context);
  context.sources[0]?.store.apply([{ type: 'delete', namespace: 'shop', name: 'b' }]);
  const second = queryRows(query({ limit: 2, cursor: first.nextCursor }), context);
  expect(names(second.items)).toEqual(['c', 'd']);
  expect(second.offset).toBe(1);
  expect(second.nextCursor).toBeUndefined();
});

it.each([
  [{ cursor: 'nonsense' }, /^cursor: not a cursor/],
  [{ cursor: Buffer.from('[1,"name"]').toString('base64url') }, /^cursor: not a cursor/],
  [{ cursor: 'x'.repeat(5000) }, /^cursor: not a cursor/],
  [{ limit: 0 }, /^limit: /],
  [{ limit: 1.5 }, /^limit: /],
  [{ limit: 5000 }, /^limit: /],
  [{ offset: -1 }, /^offset: /],
  [{ sort: 'colour' }, /^sort: no column "colour"/],
  [{ sort: '-' }, /^sort: no column ""/],
  [{ sort: 'constructor' }, /^sort: no column/],
  [{ labelSelector: 'a==(' }, /^labelSelector: /],
  [{ filter: 'colour=red' }, /^filter: /],
])('refuses %p', (fields, message) => {
  expect(() => query(fields)).toThrow(InputError);
  expect(() => query(fields)).toThrow(message);
});

it('refuses a cursor of another sort', () => {
  const context = createContext(['a', 'b'].map(name => createRow({ name })));
  const { nextCursor } = queryRows(query({ limit: 1, sort: 'name' }), context);
  expect(nextCursor).toBeDefined();
  expect(() => query({ sort: '-name', cursor: nextCursor })).toThrow(/^cursor: it continues/);
});

const rowArbitrary = fc.record({
  cluster: fc.constantFrom('dev', 'prod', 'edge'),
  namespace: fc.constantFrom('a', 'a-b', 'b', 'c', undefined),
  name: fc.integer({ min: 0, max: 400 }).map(number => `pod-${number}`),
  created: fc.integer({ min: 0, max: 50 }),
  health: fc.constantFrom('ok' as const, 'failed' as const, 'warning' as const),
  status: fc.constantFrom('Running', 'Pending', null),
  restarts: fc.option(fc.integer({ min: 0, max: 5 })),
  ready: fc.constantFrom('0/1', '1/1', '2/3', '', null),
});
const changeArbitrary = fc.tuple(fc.boolean(), rowArbitrary);
const queryArbitrary = fc.record({
  sort: fc.constantFrom(
    'name',
    '-name',
    'age',
    '-restarts',
    'ready',
    'health',
    '-cluster',
    'status',
    undefined,
  ),
  filter: fc.constantFrom(
    undefined,
    'status=Running',
    'restarts>2',
    'health!=ok|failed',
    'age<999.97s',
  ),
  search: fc.constantFrom(undefined, 'pod-1', 'run 2'),
  namespaces: fc.constantFrom<string[] | undefined>(undefined, ['a', 'b'], ['c', 'unknown']),
  limit: fc.integer({ min: 1, max: 40 }),
  offset: fc.integer({ min: 0, max: 300 }),
  allowed: fc.constantFrom<string[] | undefined>(undefined, ['a-b', 'b'], ['']),
});

type Change = typeof changeArbitrary extends fc.Arbitrary<infer T> ? T : never;
type Question = typeof queryArbitrary extends fc.Arbitrary<infer T> ? T : never;

/** The stores after some changes, and the same rows in a plain map. */
function replay(changes: readonly Change[], questions: readonly Question[]) {
  const ids = new NamespaceIds();
  const stores = ['dev', 'prod', 'edge'].map(cluster => createStore([], { cluster, ids }));
  const model = new Map<string, Row>();
  const half = changes.length >>> 1;
  for (const [at, [deleting, fields]] of changes.entries()) {
    // Orders that exist while rows change are the ones that can go wrong.
    if (at === half) for (const question of questions) ask(question, stores, ids);
    const { cluster, namespace, name, created, health, status, restarts, ready } = fields;
    const store = stores.find(candidate => candidate.cluster === cluster);
    const key = `${cluster}/${namespace}/${name}`;
    const row = createRow({
      cluster,
      namespace,
      name,
      created,
      health,
      cells: { status, restarts, ready },
    });
    if (deleting) model.delete(key);
    else model.set(key, row);
    store?.apply([deleting ? { type: 'delete', namespace, name } : { type: 'upsert', row }]);
  }
  return { ids, stores, model };
}

function ask(
  question: Question,
  stores: readonly ReturnType<typeof createStore>[],
  ids: NamespaceIds,
) {
  const { allowed, ...fields } = question;
  const access =
    allowed === undefined
      ? FULL_ACCESS
      : { all: false, namespaces: new NamespaceSet(allowed.map(name => ids.intern(name))) };
  const context = { ids, now: NOW, sources: stores.map(store => ({ store, access })) };
  return { context, page: queryRows(query(fields), context), fields };
}

function answerNaively(question: Question, model: ReadonlyMap<string, Row>): Row[] {
  const conditions = parseRowFilter(question.filter, TEST_COLUMNS);
  const words = (question.search ?? '').split(' ').filter(Boolean);
  const sort = parseRowSort(question.sort, TEST_COLUMNS);
  return [...model.values()]
    .filter(row => question.allowed?.includes(row.namespace ?? '') ?? true)
    .filter(row => question.namespaces?.includes(row.namespace ?? '') ?? true)
    .filter(row => conditions.every(condition => condition.test(row, NOW)))
    .filter(row =>
      words.every(word =>
        `${row.name}\n${row.namespace ?? ''}\n${row.cells.status ?? ''}\n${row.cells.ready ?? ''}`
          .toLowerCase()
          .includes(word),
      ),
    )
    .sort((a, b) => compareRows(a, b, sort));
}

it('answers as filtering and sorting all rows would, after any changes, by offset and by cursor', () => {
  fc.assert(
    fc.property(
      fc.array(changeArbitrary, { minLength: 100, maxLength: 1500 }),
      fc.array(queryArbitrary, { minLength: 1, maxLength: 12 }),
      (changes, questions) => {
        const { ids, stores, model } = replay(changes, questions);
        for (const question of questions) {
          const wanted = answerNaively(question, model);
          const { page, context, fields } = ask(question, stores, ids);
          const offset = Math.min(question.offset, wanted.length);
          expect(page.total).toBe(wanted.length);
          expect(page.offset).toBe(offset);
          expect(page.items).toEqual(wanted.slice(offset, offset + question.limit));
          expect(allRows(query(fields), context)).toEqual(wanted);
          if (page.nextCursor === undefined) continue;
          const { offset: _, ...rest } = fields;
          const next = queryRows(query({ ...rest, cursor: page.nextCursor }), context);
          const from = offset + question.limit;
          expect(next.offset).toBe(from);
          expect(next.items).toEqual(wanted.slice(from, from + question.limit));
        }
      },
    ),
    { numRuns: 60 },
  );
});
