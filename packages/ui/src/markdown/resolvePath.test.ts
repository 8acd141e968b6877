import { resolvePath } from './resolvePath';

describe('resolvePath', () => {
  it.each([
    ['a/x.md', 'b/c.png', 'a/b/c.png'],
    ['a/x.md', '/b.png', 'b.png'],
    ['x.md', '../b.png', undefined],
  ])('from %s, %s is %s', (from, target, expected) => {
    expect(resolvePath(from, target)).toBe(expected);
  });
});
