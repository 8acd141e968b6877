import { docsLink } from './docsLink';

const page = {
  path: 'operate/runbook.md',
  source: 'https://example.com/cart/blob/main/docs/operate/runbook.md',
  base: '/catalog/default/component/cart/docs',
};

describe('docsLink', () => {
  it.each([
    ['scale.md', '/catalog/default/component/cart/docs?page=operate%2Fscale.md'],
    ['../index.md#what', '/catalog/default/component/cart/docs?page=index.md#what'],
    ['./a%20b.md', '/catalog/default/component/cart/docs?page=operate%2Fa%20b.md'],
    ['#below', '#below'],
    ['https://example.com/x.md', 'https://example.com/x.md'],
    ['//example.com/x.md', '//example.com/x.md'],
    ['mailto:team@example.com', 'mailto:team@example.com'],
    ['../../src/index.ts', 'https://example.com/cart/blob/main/src/index.ts'],
    ['../../README.md', 'https://example.com/cart/blob/main/README.md'],
  ])('%s leads to %s', (href, expected) => {
    expect(docsLink(href, page)).toBe(expected);
  });

  it('leads nowhere where the source is not an address', () => {
    expect(docsLink('../../src/index.ts', { ...page, source: undefined })).toBe('#');
  });
});
