import { commitRange } from './commitRange';

const source = (repository: string | undefined, a?: string, b?: string) => [
  { name: 'repository', a: repository, b: repository },
  { name: 'commit', a, b },
];

it.each([
  ['https://github.com/shop/cart.git', 'https://github.com/shop/cart/compare/aaa...bbb'],
  ['git@github.com:shop/cart.git', 'https://github.com/shop/cart/compare/aaa...bbb'],
  [
    'https://gitlab.example.com/shop/cart',
    'https://gitlab.example.com/shop/cart/-/compare/aaa...bbb',
  ],
  ['https://git.example.com/shop/cart', undefined],
  ['ftp://github.com/shop/cart', undefined],
  [undefined, undefined],
])('of %s leads to %s', (repository, url) => {
  expect(commitRange(source(repository, 'aaa', 'bbb'))).toEqual({
    ...{ from: 'aaa', to: 'bbb' },
    ...(url && { url }),
  });
});

it.each([
  ['aaa', 'aaa'],
  ['aaa', undefined],
  [undefined, 'bbb'],
])('is none between %s and %s', (a, b) => {
  expect(commitRange(source('https://github.com/shop/cart', a, b))).toBeUndefined();
});
