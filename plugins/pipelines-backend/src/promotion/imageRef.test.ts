import { digestOfImageId, imageKey, isNamed, isSameImage, parseImage, pinned } from './imageRef';

const A = `sha256:${'a'.repeat(64)}`;
const B = `sha256:${'b'.repeat(64)}`;

it.each([
  ['cart', { repository: 'cart' }],
  ['registry:5000/shop/cart', { repository: 'registry:5000/shop/cart' }],
  ['registry:5000/shop/cart:2', { repository: 'registry:5000/shop/cart', tag: '2' }],
  [`cart:2@${A}`, { repository: 'cart', tag: '2', digest: A }],
  [`cart@${A}`, { repository: 'cart', digest: A }],
  ['cart@sha256:short', { repository: 'cart' }],
])('takes %s apart', (image, parts) => {
  expect(parseImage(image)).toEqual({ image, ...parts });
});

it.each([
  [`registry/cart@${A}`, A],
  [`docker-pullable://registry/cart@${A}`, A],
  [A, undefined],
  ['', undefined],
  [undefined, undefined],
])('reads the digest of the image id %s', (id, digest) => {
  expect(digestOfImageId(id)).toBe(digest);
});

it.each([
  ['cart:2', 'cart:2', true],
  ['cart:2', 'cart:3', false],
  ['cart:2', `cart:2@${A}`, true],
  // A tag that was pushed again.
  [`cart:2@${A}`, `cart:2@${B}`, false],
  [`cart:2@${A}`, `mirror/cart:3@${A}`, true],
])('%s and %s are the same: %s', (left, right, same) => {
  expect(isSameImage(parseImage(left), parseImage(right))).toBe(same);
});

it('pins what is known by its digest, and keys by it', () => {
  const image = { ...parseImage('cart:2'), digest: A };
  expect(pinned(image)).toBe(`cart:2@${A}`);
  expect(pinned(parseImage('cart:2'))).toBe('cart:2');
  expect(imageKey(image)).toBe(A);
  expect(imageKey(parseImage('cart:2'))).toBe('cart:2');
});

it.each([
  [A, true],
  [B, false],
  ['cart:2', true],
  [`cart:2@${A}`, true],
  [`cart:2@${B}`, false],
  ['cart:3', false],
  ['mirror/cart:2', false],
])('says of %s whether it names the image: %s', (name, named) => {
  expect(isNamed({ ...parseImage('cart:2'), digest: A }, name)).toBe(named);
});
