import { NamespaceIds, NamespaceSet } from './NamespaceSet';

describe('NamespaceIds', () => {
  it('gives a name one number, and cluster-scoped objects the number 0', () => {
    const ids = new NamespaceIds();
    expect(ids.intern('a')).toBe(1);
    expect(ids.intern('b')).toBe(2);
    expect(ids.intern('a')).toBe(1);
    expect(ids.intern(undefined)).toBe(0);
    expect(ids.idOf('b')).toBe(2);
    expect(ids.idOf('never seen')).toBeUndefined();
  });
});

describe('NamespaceSet', () => {
  it('holds what was added, far numbers included', () => {
    const set = new NamespaceSet([0, 31, 32, 5000]);
    expect([0, 31, 32, 5000].every(id => set.has(id))).toBe(true);
    expect([1, 30, 33, 4999, 5001, 1e9].some(id => set.has(id))).toBe(false);
  });

  it('intersects', () => {
    const both = new NamespaceSet([1, 2, 3000]).intersect(new NamespaceSet([2, 3]));
    expect([1, 2, 3, 3000].filter(id => both.has(id))).toEqual([2]);
  });

  it('has one fingerprint for the same members, however they were added', () => {
    const grown = new NamespaceSet([9000]).intersect(new NamespaceSet()).add(3).add(1);
    expect(grown.fingerprint()).toBe(new NamespaceSet([1, 3]).fingerprint());
    expect(grown.fingerprint()).not.toBe(new NamespaceSet([1, 4]).fingerprint());
    expect(new NamespaceSet().fingerprint()).not.toBe(new NamespaceSet([0]).fingerprint());
  });

  it('has a new fingerprint after an addition', () => {
    const set = new NamespaceSet([1]);
    const before = set.fingerprint();
    expect(set.add(2).fingerprint()).not.toBe(before);
  });
});
