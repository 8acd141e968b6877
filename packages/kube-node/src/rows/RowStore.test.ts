import { createRow, TEST_COLUMNS } from './testUtils/createRow';
import { createStore } from './testUtils/createStore';
import { parseRowSort } from './rowSort';

const names = (store: ReturnType<typeof createStore>) => [...store.rows()].map(row => row.name);

it('keeps one row per namespace and name', () => {
  const store = createStore([createRow({ name: 'a' }), createRow({ name: 'a', namespace: 'x' })]);
  store.apply([{ type: 'upsert', row: createRow({ name: 'a', reason: 'New' }) }]);
  expect(store.size).toBe(2);
  expect(store.get('shop', 'a')?.reason).toBe('New');
  expect(store.get('x', 'a')?.reason).toBeUndefined();
});

it('tells listeners once per batch, and not where nothing changed', () => {
  const store = createStore();
  const listener = jest.fn();
  const stop = store.subscribe(listener);
  const row = createRow({ name: 'a' });
  store.apply([
    { type: 'upsert', row },
    { type: 'upsert', row: createRow({ name: 'b' }) },
  ]);
  expect(listener).toHaveBeenCalledTimes(1);
  store.apply([
    { type: 'upsert', row },
    { type: 'delete', namespace: 'shop', name: 'unknown' },
  ]);
  expect(listener).toHaveBeenCalledTimes(1);
  stop();
  store.apply([{ type: 'delete', namespace: 'shop', name: 'a' }]);
  expect(listener).toHaveBeenCalledTimes(1);
});

it('takes an object without a version for changed each time', () => {
  const store = createStore([createRow({ name: 'a', resourceVersion: '' })]);
  const row = createRow({ name: 'a', resourceVersion: '', reason: 'New' });
  store.apply([{ type: 'upsert', row }]);
  expect(store.get('shop', 'a')?.reason).toBe('New');
});

it('removes at the end of a list what the list did not contain, few rows or most of them', () => {
  for (const kept of [1, 99]) {
    const rows = Array.from({ length: 100 }, (_, at) => createRow({ name: `pod-${at}` }));
    const store = createStore(rows);
    store.order(parseRowSort('-name', []));
    store.beginList();
    store.apply(rows.slice(0, kept).map(row => ({ type: 'upsert', row })));
    expect(store.size).toBe(100);
    expect(store.endList()).toBe(100 - kept);
    expect(store.size).toBe(kept);
    expect(names(store).sort()).toEqual(
      rows
        .slice(0, kept)
        .map(row => row.name)
        .sort(),
    );
    const reversed = [...store.order(parseRowSort('-name', []))].map(entry => entry.row.name);
    expect(reversed).toEqual(names(store).sort().reverse());
  }
});

it('deletes nothing while a list is not complete, and nothing that came after it began', () => {
  const store = createStore([createRow({ name: 'old' })]);
  store.beginList();
  store.apply([{ type: 'upsert', row: createRow({ name: 'new' }) }]);
  // That list broke off; the next one finds both.
  store.beginList();
  expect(names(store)).toEqual(['new', 'old']);
  store.apply(['old', 'new'].map(name => ({ type: 'upsert', row: createRow({ name }) })));
  expect(store.endList()).toBe(0);
  expect(names(store)).toEqual(['new', 'old']);
});

it('keeps a bounded number of orders', () => {
  const store = createStore([createRow({ name: 'a' })]);
  const first = store.order(parseRowSort('name', []));
  expect(store.order(parseRowSort('name', []))).toBe(first);
  for (const column of ['name', 'age', 'health', 'owner', 'reason', 'cluster', 'status', 'cpu']) {
    for (const sort of [`-${column}`, column === 'name' ? 'memory' : column]) {
      store.order(parseRowSort(sort, TEST_COLUMNS));
    }
  }
  expect(store.order(parseRowSort('name', []))).not.toBe(first);
});

it('counts rows per namespace and forgets namespaces without rows', () => {
  const store = createStore([createRow({ name: 'a' }), createRow({ name: 'b', namespace: 'x' })]);
  expect([...store.countsByNamespace()].map(({ count }) => count)).toEqual([1, 1]);
  store.apply([{ type: 'delete', namespace: 'x', name: 'b' }]);
  expect([...store.countsByNamespace()]).toHaveLength(1);
});
