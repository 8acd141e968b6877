import { isAddress, resolvePath } from './resolvePath';

describe('resolvePath', () => {
  it.each([
    ['a/x.md', 'b/c.png', 'a/b/c.png'],
    ['a/x.md', '/b.png', 'b.png'],
    ['x.md', '../b.png', undefined],
  ])('from %s, %s is %s', (from, target, expected) => {
    expect(resolvePath(from, target)).toBe(expected);
  });
});

describe('isAddress', () => {
  it.each([
    ['https://example.com/x.md', true],
    ['mailto:team@example.com', true],
    ['//example.com/x.md', true],
    ['x.md', false],
    ['../a/x.md#b', false],
    ['/x.md', false],
    ['#below', false],
  ])('of %s is %s', (href, expected) => {
    expect(isAddress(href)).toBe(expected);
  });
});
