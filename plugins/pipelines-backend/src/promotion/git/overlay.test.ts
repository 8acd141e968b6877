import { parseImage } from '../imageRef';
import { isSameOverlay, overlayOf, readOverlay, writeOverlay } from './overlay';

const CART = 'registry.example.com/shop/cart';
const digest = `sha256:${'a'.repeat(64)}`;
const OVERLAY = `# What runs in production.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
resources:
- ../../base
images:
# Promoted by the portal.
- name: ${CART}
  newTag: "2.10" # a tag, not a number
- name: sidecar
  newName: registry.example.com/platform/proxy
  newTag: v1
replicas:
- name: cart
  count: 6
configMapGenerator:
- name: settings
  envs: [settings.env]
`;

it('sets the image, and leaves comments, order and indentation as they are', () => {
  const image = overlayOf(parseImage(`${CART}:2.11@${digest}`));
  const written = writeOverlay(OVERLAY, { repository: CART, image });
  expect(written.split('\n').filter(line => !OVERLAY.split('\n').includes(line))).toEqual([
    '  newTag: "2.11" # a tag, not a number',
    `  digest: ${digest}`,
  ]);
  expect(readOverlay(written, CART)).toEqual({ newTag: '2.11', digest });
  const before = readOverlay(OVERLAY, CART);
  expect(writeOverlay(written, { repository: CART, image: before })).toBe(OVERLAY);
});

it('finds an image by the name that it is given there', () => {
  expect(readOverlay(OVERLAY, 'registry.example.com/platform/proxy')).toEqual({ newTag: 'v1' });
  expect(readOverlay(OVERLAY, 'sidecar')).toBeUndefined();
});

it('adds an image that the overlay leaves to its base, and takes it away again', () => {
  const bare = 'resources:\n  - ../base\n';
  const added = writeOverlay(bare, { repository: CART, image: { newTag: '1' } });
  expect(added).toBe(`${bare}images:\n  - name: ${CART}\n    newTag: "1"\n`);
  expect(
    readOverlay(writeOverlay(added, { repository: CART, image: undefined }), CART),
  ).toBeUndefined();
});

it.each(['- a list', 'a: [', 'just text'])('refuses what is no kustomization: %s', text => {
  expect(() => readOverlay(text, CART)).toThrow(/The overlay is no/);
});

it('compares what two overlays say', () => {
  expect(isSameOverlay({ newTag: '1' }, { newTag: '1' })).toBe(true);
  expect(isSameOverlay({ newTag: '1' }, { newTag: '1', digest })).toBe(false);
  expect(isSameOverlay(undefined, { newTag: '1' })).toBe(false);
});
