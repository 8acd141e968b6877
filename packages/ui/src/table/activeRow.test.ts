import { applyMove, followRow, moveForKey } from './activeRow';

const rowKey = (row: string) => row;
const rows = (...names: string[]) => new Map(names.map((name, index) => [index, name]));

describe('followRow', () => {
  it.each([
    [
      'stays with a row that did not move',
      { index: 1, key: 'b' },
      rows('a', 'b'),
      { index: 1, key: 'b' },
    ],
    [
      'follows a row that moved down',
      { index: 1, key: 'b' },
      rows('new', 'a', 'b'),
      { index: 2, key: 'b' },
    ],
    [
      'takes what stands there when the row is gone',
      { index: 1, key: 'b' },
      rows('a', 'c'),
      { index: 1, key: 'c' },
    ],
    [
      'takes the last row when the end is gone',
      { index: 4, key: 'e' },
      rows('a', 'b'),
      { index: 1, key: 'b' },
    ],
    [
      'learns the key of a row that was not loaded',
      { index: 1 },
      rows('a', 'b'),
      { index: 1, key: 'b' },
    ],
  ])('%s', (_, active, now, expected) => {
    expect(followRow(active, { rows: now, total: now.size, rowKey })).toEqual(expected);
  });

  it('waits at its position while that is not loaded', () => {
    const active = { index: 5000, key: 'z' };
    expect(followRow(active, { rows: rows('a'), total: 9000, rowKey })).toBe(active);
  });

  it('is nowhere in an empty table', () => {
    expect(
      followRow({ index: 0, key: 'a' }, { rows: new Map(), total: 0, rowKey }),
    ).toBeUndefined();
  });
});

describe('keys', () => {
  it.each([
    ['ArrowDown', 3, 4],
    ['j', 3, 4],
    ['ArrowUp', 0, 0],
    ['k', 3, 2],
    ['PageDown', 3, 12],
    ['PageUp', 3, 0],
    ['Home', 50, 0],
    ['End', 0, 99],
  ])('%s from %i leads to %i', (key, from, to) => {
    const move = moveForKey(key, 10);
    expect(move && applyMove(from, move, 100)).toBe(to);
  });

  it.each(['x', 'toString', 'Tab'])('%s moves nothing', key => {
    expect(moveForKey(key, 10)).toBeUndefined();
  });

  it('the first step from nowhere is the first row', () => {
    expect(applyMove(undefined, { kind: 'by', rows: 1 }, 10)).toBe(0);
  });
});
