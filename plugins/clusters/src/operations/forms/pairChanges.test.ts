import { pairChanges } from './pairChanges';

describe('pairChanges', () => {
  it.each([
    [{ a: '1' }, { a: '1' }, undefined],
    [{ a: '1' }, { a: '2' }, { set: { a: '2' }, remove: [] }],
    [{ a: '1' }, {}, { set: {}, remove: ['a'] }],
    [{}, { b: '' }, { set: { b: '' }, remove: [] }],
    [
      { a: '1', b: '2' },
      { b: '3', c: '4' },
      { set: { b: '3', c: '4' }, remove: ['a'] },
    ],
  ])('from %j to %j is %j', (before, after, expected) => {
    expect(pairChanges(before, after)).toEqual(expected);
  });
});
