import { shortImage } from './shortImage';

describe('shortImage', () => {
  it.each([
    ['registry.example/shop/cart:1.4', 'shop/cart:1.4'],
    ['localhost:5000/cart', 'cart'],
    ['library/nginx:1.27', 'library/nginx:1.27'],
    ['nginx', 'nginx'],
    [`ghcr.io/shop/cart@sha256:${'a1b2c3d4'.repeat(8)}`, 'shop/cart@a1b2c3d4a1b2'],
  ])('%s', (image, short) => expect(shortImage(image)).toBe(short));
});
