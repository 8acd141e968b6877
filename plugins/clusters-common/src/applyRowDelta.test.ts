import { applyRowDelta } from './applyRowDelta';
import type { RowDelta, RowPage, TableRow } from './types';

const row = (uid: string, name = uid): TableRow => ({
  cluster: 'dev',
  name,
  uid,
  resourceVersion: '1',
  created: 0,
  health: 'ok',
  cells: {},
});

const page = (...uids: string[]): RowPage => ({
  items: uids.map(uid => row(uid)),
  offset: 0,
  total: uids.length,
  failures: [],
  asOf: 1,
  columns: [],
});

const delta = (change: Partial<RowDelta>): RowDelta => ({
  removed: [],
  inserted: [],
  updated: [],
  total: 0,
  asOf: 2,
  ...change,
});

const names = ({ items }: RowPage) => items.map(item => item.name).join('');

describe('applyRowDelta', () => {
  it.each([
    { case: 'removes', start: 'abc', change: { removed: ['b'] }, end: 'ac' },
    {
      case: 'inserts in the order given, each index counted after the one before',
      start: 'ad',
      change: {
        inserted: [
          { index: 1, row: row('b') },
          { index: 2, row: row('c') },
        ],
      },
      end: 'abcd',
    },
    {
      case: 'moves a row that is removed and inserted',
      start: 'abc',
      change: { removed: ['a'], inserted: [{ index: 2, row: row('a') }] },
      end: 'bca',
    },
    { case: 'updates in place', start: 'abc', change: { updated: [row('b', 'B')] }, end: 'aBc' },
    {
      case: 'updates a row that the same delta inserts',
      start: 'a',
      change: { inserted: [{ index: 0, row: row('b') }], updated: [row('b', 'B')] },
      end: 'Ba',
    },
    {
      case: 'ignores an update outside the window',
      start: 'a',
      change: { updated: [row('z')] },
      end: 'a',
    },
    {
      case: 'appends where the index is past the end',
      start: 'a',
      change: { inserted: [{ index: 9, row: row('b') }] },
      end: 'ab',
    },
  ])('$case', ({ start, change, end }) => {
    expect(names(applyRowDelta(page(...start), delta(change)))).toBe(end);
  });

  it('takes the total and the age of the data from the delta and keeps what did not change', () => {
    const before = page('a', 'b');
    const after = applyRowDelta(before, delta({ updated: [row('b', 'B')], total: 7, asOf: 9 }));
    expect(after).toMatchObject({ total: 7, asOf: 9, offset: 0, columns: [] });
    expect(after.items[0]).toBe(before.items[0]);
    expect(names(before)).toBe('ab');
  });

  it('keeps the very same list where only the age changed, so that nothing is drawn again', () => {
    const before = page('a', 'b');
    expect(applyRowDelta(before, delta({ total: 2 })).items).toBe(before.items);
  });
});
