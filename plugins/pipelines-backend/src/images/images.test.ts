import { systemClock } from '@kubemate/kube-node';
import { FakeRegistry } from '../registry/__testUtils__/FakeRegistry';
import type { FakeRegistryOptions } from '../registry/__testUtils__/FakeRegistry';
import { Pusher } from '../registry/__testUtils__/Pusher';
import { Registries } from '../registry/Registries';
import { ImageChoices } from './ImageChoices';

const HOST = 'registry.example.com';
const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

const viewer = (...groups: string[]) => ({
  userEntityRef: 'user:default/dana',
  ownershipEntityRefs: ['user:default/dana', ...groups.map(name => `group:default/${name}`)],
});
const SHOP = viewer('shop-team');

/** With `shop/cart`, `shop/api`, `shop/secret/keys` and `pay/api`. */
async function withImages(options: FakeRegistryOptions = {}) {
  const registry = new FakeRegistry({ auth: 'token', ...options });
  await registry.listen();
  opened.push(registry);
  const digests: string[] = [];
  for (const name of ['shop/cart', 'shop/api', 'shop/secret/keys', 'pay/api'])
    digests.push(await new Pusher(registry.url, name).image('1.9'));
  await new Pusher(registry.url, 'shop/cart').image('1.10');
  const registries = new Registries({
    configs: [
      {
        ...{ host: HOST, url: registry.url, allowPlainHttp: false, alsoAsks: [], cosignKeys: [] },
        ...{ username: 'portal', password: 'secret' },
        repositories: [
          { path: 'shop', readers: ['group:default/shop-team'] },
          { path: 'shop/secret', readers: ['group:default/guards'] },
          { path: 'pay', readers: ['group:default/pay-team'] },
        ],
      },
    ],
    clock: systemClock,
  });
  opened.push(registries);
  registry.asked.splice(0);
  const images = new ImageChoices({ registries, clock: systemClock });
  return { registry, images, digest: digests[0] };
}

it('offers each the repositories that are theirs, by one list of the registry', async () => {
  const { registry, images } = await withImages();
  const listed = { host: HOST, state: 'listed', isCut: false };
  expect(await images.list(SHOP)).toEqual({
    registries: [{ ...listed, repositories: [`${HOST}/shop/api`, `${HOST}/shop/cart`] }],
  });
  expect(await images.list(viewer('guards'))).toEqual({
    registries: [{ ...listed, repositories: [`${HOST}/shop/secret/keys`] }],
  });
  expect(await images.list(viewer('nobody'))).toEqual({ registries: [] });
  // One that is refused and one with a token, and the page after it.
  expect(registry.asked.filter(line => line.includes('_catalog'))).toHaveLength(3);
});

it('says that a registry has no list, which is no failure', async () => {
  const { images } = await withImages({ lists: false });
  expect(await images.list(SHOP)).toMatchObject({
    registries: [{ host: HOST, state: 'not-listed', repositories: [] }],
  });
  expect(await images.look(`${HOST}/shop/cart:1.9`, SHOP)).toMatchObject({ state: 'known' });
});

it('says which tags there are, and whether the one that is named is among them', async () => {
  const { images, digest } = await withImages();
  const look = (image: string) => images.look(`${HOST}/${image}`, SHOP);
  expect(await look('shop/cart')).toEqual({
    registry: HOST,
    state: 'known',
    tags: ['1.10', '1.9'],
  });
  expect(await look('shop/cart:1.9')).toMatchObject({ found: { digest } });
  expect(await look(`shop/cart@${digest}`)).toMatchObject({ found: { digest } });
  expect((await look('shop/cart:2')).found).toEqual({ digest: undefined });
  expect(await look('shop/none:1')).toMatchObject({ found: { digest: undefined }, tags: [] });
});

it('asks no registry for what is not the person’s to see', async () => {
  const { registry, images } = await withImages();
  for (const image of ['pay/api:1.9', 'pay/none:1', 'shop/secret/keys', 'shopping/x'])
    expect(await images.look(`${HOST}/${image}`, SHOP)).toEqual({
      ...{ registry: HOST, state: 'not-offered', tags: [] },
    });
  expect(await images.look('nginx:1', SHOP)).toEqual({
    ...{ registry: 'docker.io', state: 'no-registry', tags: [] },
  });
  expect(registry.asked).toEqual([]);
});

it('says why a registry does not answer, and asks again', async () => {
  const { registry, images } = await withImages();
  await registry.close();
  opened.splice(0, 1);
  expect(await images.look(`${HOST}/shop/cart`, SHOP)).toMatchObject({ state: 'unreachable' });
  expect(await images.list(SHOP)).toMatchObject({ registries: [{ state: 'unreachable' }] });
});
