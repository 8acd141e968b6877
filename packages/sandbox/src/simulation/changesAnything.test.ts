import { changesAnything } from './changesAnything';

describe('changesAnything', () => {
  const current = { a: 1, list: [{ x: 1, y: 'z' }], deep: { b: { c: true } }, none: null };

  it.each<[string, unknown]>([
    ['an empty patch', {}],
    ['fields as they are', { a: 1, deep: { b: { c: true } } }],
    ['an equal list, its fields in another order', { list: [{ y: 'z', x: 1 }] }],
    ['undefined, which JSON leaves out', { a: undefined, list: [{ x: 1, y: 'z', q: undefined }] }],
    ['taking away what is not there', { gone: null, none: null }],
  ])('says no for %s', (_title, patch) => {
    expect(changesAnything(current, patch)).toBe(false);
  });

  it.each<[string, unknown]>([
    ['another value', { a: 2 }],
    ['another type', { a: '1' }],
    ['a new field, even an empty one', { fresh: {} }],
    ['taking a field away', { deep: { b: null } }],
    ['a shorter list', { list: [] }],
    ['a list with more in it', { list: [{ x: 1, y: 'z', q: 1 }] }],
    ['something deep', { deep: { b: { c: false } } }],
  ])('says yes for %s', (_title, patch) => {
    expect(changesAnything(current, patch)).toBe(true);
  });
});
