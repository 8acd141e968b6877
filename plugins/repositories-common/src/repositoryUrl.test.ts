import { hostedRepositoryOf, parseRepositoryUrl, repositoryUrl } from './repositoryUrl';

const CLONE = 'https://portal.example/api/repositories/git/shop-team/cart.git';
const PLACE = { owner: 'shop-team', name: 'cart' };

describe('parseRepositoryUrl', () => {
  it.each([
    ['', { ...PLACE, path: '' }],
    ['/', { ...PLACE, path: '' }],
    ['/blob/main/catalog-info.yaml', { ...PLACE, ref: 'main', path: 'catalog-info.yaml' }],
    ['/tree/main/', { ...PLACE, ref: 'main', path: '' }],
    ['/tree/main/docs/', { ...PLACE, ref: 'main', path: 'docs' }],
    ['/raw/feature%2Fone/a%20b/c.txt', { ...PLACE, ref: 'feature/one', path: 'a b/c.txt' }],
  ])('reads %s', (rest, expected) => {
    expect(parseRepositoryUrl(CLONE + rest)).toEqual(expected);
  });

  it.each([
    '/HEAD',
    '/objects/info/packs',
    '/blob/main/a%2F..%2F..%2Fb',
    '/blob/main/.git/config',
    '/blob/main/a%5Cb',
    '/blob/main/%00',
    '/blob/main/%zz',
    '/blob/..%2Fmain/x',
    '/blob/--upload-pack=x/x',
  ])('refuses %s', rest => {
    expect(parseRepositoryUrl(CLONE + rest)).toBeUndefined();
  });

  it.each([
    'nothing',
    'https://github.com/shop-team/cart.git',
    'https://portal.example/api/repositories/git/shop-team/..%2Fx.git',
    'https://portal.example/api/repositories/git/Shop/cart.git',
    'https://me:token@portal.example/api/repositories/git/shop-team/cart.git',
  ])('takes %s for none of the portal’s', address => {
    expect(parseRepositoryUrl(address)).toBeUndefined();
  });

  it('reads what repositoryUrl writes', () => {
    const within = { ref: 'feature/one', path: 'a b/ü#?.yaml' };
    expect(parseRepositoryUrl(repositoryUrl(CLONE, within))).toEqual({ ...PLACE, ...within });
  });
});

describe('a repository on another git host', () => {
  it.each([
    ['https://github.com/acme/cart', 'https://github.com/acme/cart'],
    ['https://github.com/acme/cart.git', 'https://github.com/acme/cart'],
    ['https://github.com/acme/cart/tree/main/', 'https://github.com/acme/cart'],
    ['https://gitlab.com/a/b/cart/-/blob/main/x.yaml', 'https://gitlab.com/a/b/cart'],
    ['http://127.0.0.1:3000/acme/Cart/src/branch/main/', 'http://127.0.0.1:3000/acme/Cart'],
    ['https://bitbucket.org/acme/cart/src/main/', 'https://bitbucket.org/acme/cart'],
    [
      'https://git.example.com/bitbucket/projects/SHOP/repos/src/browse/a.yaml?at=main',
      'https://git.example.com/bitbucket/projects/SHOP/repos/src',
    ],
    ['https://gitlab.com/a/b/browse', 'https://gitlab.com/a/b/browse'],
  ])('is named by %s', (address, repository) => {
    expect(hostedRepositoryOf(address)).toBe(repository);
  });

  it.each([
    'shop-team/cart',
    'https://github.com/acme',
    'https://me:secret@github.com/acme/cart',
    'https://github.com/acme/../cart',
    'https://github.com/acme/cart?ref=x',
    'https://portal.example.com/api/repositories/git/shop-team/cart.git/blob/main/a.yaml',
  ])('is not named by %s', address => {
    expect(hostedRepositoryOf(address)).toBeUndefined();
  });
});
