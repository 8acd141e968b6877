import { canonicalQuantity, parseQuantityNano } from './quantity';

describe('quantity', () => {
  it.each([
    ['0.5', '500m'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['100k', '100k'],
    ['1000', '1k'],
    ['0', '0'],
    ['-250m', '-250m'],
    ['2.0', '2'],
    ['128974848', '128974848'],
    ['abc', 'abc'],
  ])('writes %s as %s', (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  it('rounds up what is finer than a billionth', () => {
    expect(parseQuantityNano('0.0000000001')).toBe(1n);
  });
});
