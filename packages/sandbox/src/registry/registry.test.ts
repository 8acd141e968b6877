import { createHash } from 'node:crypto';
import { systemClock } from '../Clock';
import { runScript } from '../simulation/runtime/stepRun';
import { startSandboxRegistry } from './startSandboxRegistry';
import type { SandboxRegistry } from './startSandboxRegistry';

jest.setTimeout(60_000);

const { fetch: request } = globalThis;

let registry: SandboxRegistry;
beforeAll(async () => {
  registry = await startSandboxRegistry({ clock: systemClock });
});
afterAll(() => registry.close());

async function ask(path: string, options: { method?: string; password?: string } = {}) {
  const { method = 'GET', password = registry.password } = options;
  const account = Buffer.from(`${registry.username}:${password}`).toString('base64');
  const answer = await request(`${registry.url}${path}`, {
    method,
    headers: { authorization: `Basic ${account}` },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

it('lets nobody in without its password, and takes nothing', async () => {
  const refused = await ask('/v2/', { password: 'guess' });
  expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
    401,
    expect.stringContaining('Basic'),
  ]);
  const put = await ask('/v2/shop/cart/manifests/x', { method: 'PUT' });
  expect([put.status, JSON.parse(put.text).errors[0].code]).toEqual([405, 'UNSUPPORTED']);
  expect((await ask('/v2/')).status).toBe(200);
});

it('lists repositories and tags page by page', async () => {
  const { text, headers } = await ask('/v2/_catalog?n=1');
  const [first] = JSON.parse(text).repositories;
  expect(headers.get('link')).toContain('rel="next"');
  const rest = JSON.parse((await ask(`/v2/_catalog?last=${first}`)).text).repositories;
  expect(rest).toContain('shop/storefront');
  expect(rest).not.toContain(first);
  const tags = await ask('/v2/shop/storefront/tags/list');
  expect(JSON.parse(tags.text)).toEqual({
    name: 'shop/storefront',
    tags: ['3.7.4', '3.8.0', '3.8.1', '3.9.0'],
  });
});

it('answers a manifest by tag and by its digest, which is that of the text', async () => {
  const byTag = await ask('/v2/shop/storefront/manifests/3.8.1');
  const digest = byTag.headers.get('docker-content-digest') ?? '';
  expect(digest).toBe(digestOf(byTag.text));
  expect((await ask(`/v2/shop/storefront/manifests/${digest}`)).text).toBe(byTag.text);
  const head = await ask(`/v2/shop/storefront/manifests/${digest}`, { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
  const config = JSON.parse(byTag.text).config.digest;
  expect(digestOf((await ask(`/v2/shop/storefront/blobs/${config}`)).text)).toBe(config);
});

it.each([
  ['/v2/shop/nothing/tags/list', 'NAME_UNKNOWN'],
  ['/v2/shop/storefront/manifests/9.9.9', 'MANIFEST_UNKNOWN'],
  [`/v2/shop/storefront/blobs/${digestOf('x')}`, 'BLOB_UNKNOWN'],
  ['/v2/shop', 'NAME_UNKNOWN'],
])('has no %s', async (path, code) => {
  const { status, text } = await ask(path);
  expect([status, JSON.parse(text).errors[0].code]).toEqual([404, code]);
});

it('has what a pipeline pushed, under the digest that the pipeline was told', async () => {
  const env = [{ name: 'IMAGE', value: 'registry.example.com/shop/parcels:4f2a' }];
  const { results } = runScript(
    `buildah push --digestfile /tmp/digest "$IMAGE"
     cat /tmp/digest > /tekton/results/IMAGE_DIGEST
     crane digest registry.example.com/shop/parcels:4f2a > /tekton/results/SAME`,
    env,
  );
  const { headers } = await ask('/v2/shop/parcels/manifests/4f2a');
  expect(results).toEqual({
    IMAGE_DIGEST: headers.get('docker-content-digest'),
    SAME: results.IMAGE_DIGEST,
  });
});
