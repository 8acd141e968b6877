import fc from 'fast-check';
import { applyRowDelta, diffRows } from './rowDelta';
import { createRow } from './testUtils/createRow';

it('names what left, what came and what changed, and nothing else', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(name => createRow({ name }));
  const changed = createRow({ name: 'c', reason: 'New' });
  if (!a || !b || !c || !d) throw new Error('four rows');
  expect(diffRows([a, b, c], [d, a, changed])).toEqual({
    removed: [b.uid],
    inserted: [{ index: 0, row: d }],
    updated: [changed],
  });
});

it('moves one row where one row moved', () => {
  const rows = ['a', 'b', 'c', 'd'].map(name => createRow({ name }));
  const [first, ...others] = rows;
  if (!first) throw new Error('a row');
  expect(diffRows(rows, [...others, first])).toEqual({
    removed: [first.uid],
    inserted: [{ index: 3, row: first }],
    updated: [],
  });
});

it('turns any window into any other', () => {
  const window = fc
    .uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 50 })
    .map(numbers => numbers.map(number => ({ number, version: number % 3 })));
  fc.assert(
    fc.property(window, window, fc.array(fc.boolean()), (left, right, flips) => {
      const pool = new Map<string, ReturnType<typeof createRow>>();
      const rowOf = (number: number, version: number) => {
        const key = `${number}/${version}`;
        const row = pool.get(key) ?? createRow({ name: `pod-${number}` });
        pool.set(key, row);
        return row;
      };
      const before = left.map(({ number, version }) => rowOf(number, version));
      const after = right.map(({ number, version }, at) =>
        rowOf(number, flips[at] ? version + 1 : version),
      );
      const delta = diffRows(before, after);
      expect(applyRowDelta(before, delta)).toEqual(after);
      const shared = after.filter(row => before.includes(row)).length;
      expect(delta.inserted.length + delta.updated.length).toBeLessThanOrEqual(after.length);
      expect(delta.inserted.length).toBeLessThanOrEqual(after.length - Math.min(shared, 1));
    }),
    { numRuns: 500 },
  );
});
