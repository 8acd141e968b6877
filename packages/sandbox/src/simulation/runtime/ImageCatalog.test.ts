import { ImageCatalog } from './ImageCatalog';
import { podStageFunctions } from './podStageFunctions';
import type { PodNetwork } from './PodNetwork';

const DIGEST = `sha256:${'a'.repeat(64)}`;

const catalog = new ImageCatalog({
  repositories: [
    {
      repository: 'registry/cart',
      tags: ['1', '2'],
      versions: { 2: { unready: 'statuscode: 503' } },
    },
  ],
});

it.each([
  ['registry/cart:1', undefined, undefined],
  [`registry/cart:1@${DIGEST}`, undefined, undefined],
  [`registry/cart:2@${DIGEST}`, 'statuscode: 503', undefined],
  [`registry/cart:3@${DIGEST}`, undefined, expect.stringContaining('registry/cart:3')],
])('knows %s also where it is pinned', (image, unready, refusal) => {
  const found = catalog.find(image);
  expect({ unready: found.behaviour.unready, refusal: found.refusal }).toEqual({
    unready,
    refusal,
  });
});

it('says the digest that was pinned, or one of its own', () => {
  const { imageID } = podStageFunctions({} as PodNetwork);
  const own = String(imageID?.('registry:5000/cart:1'));
  expect(own).toMatch(/^registry:5000\/cart@sha256:[0-9a-f]{64}$/);
  const pinned = own.split('@')[1];
  expect(imageID?.(`registry:5000/cart:1@${pinned}`)).toBe(own);
  expect(imageID?.(`registry:5000/cart@${DIGEST}`)).toBe(`registry:5000/cart@${DIGEST}`);
});
