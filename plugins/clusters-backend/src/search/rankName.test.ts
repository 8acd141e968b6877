import { rankName } from './rankName';

describe('rankName', () => {
  it.each([
    [
      'cart',
      [
        'cart',
        'carts',
        'cart-api',
        'cart-worker-canary',
        'my-cart',
        'the-old-cart',
        'descartes',
        'c-a-r-t',
        'catalog-art',
      ],
    ],
    ['api', ['api', 'api-0', 'cart-api', 'capital', 'a-p-i']],
    ['CART', ['cart', 'Cart-api']],
  ])('puts what answers %s better before what answers it less', (query, names) => {
    const scores = names.map(name => rankName(query, name) ?? -1);
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
    expect(new Set(scores).size).toBe(scores.length);
    expect(scores.every(score => score > 0 && score <= 1)).toBe(true);
  });

  it.each([
    ['', 'cart'],
    ['carts', 'cart'],
    ['xyz', 'cart'],
    ['tca', 'cart'],
  ])('%j is no answer to be found in %j', (query, name) => {
    expect(rankName(query, name)).toBeUndefined();
  });

  it('finds the start of a later word though the text stands inside an earlier one', () => {
    expect(rankName('art', 'cart-art')).toBeGreaterThan(rankName('art', 'cart-xyz') ?? 1);
  });
});
