import { promises as fs, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  coreServices,
  createServiceFactory,
  type UrlReaderService,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { NotModifiedError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { methodOf, type Route } from '@kubemate/http-common';
import { docsRoutes } from '@kubemate/plugin-docs-common';
import request from 'supertest';
import docsPlugin from '.';

const entity = (name: string, annotations: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', annotations },
  spec: { type: 'service', lifecycle: 'production', owner: 'shop-team' },
});

const REPOSITORY = 'https://github.com/acme/cart';
let folder: string;
let stop: () => Promise<void>;
let api: ReturnType<typeof request>;
const readTree = jest.fn<ReturnType<UrlReaderService['readTree']>, [string, { etag?: string }?]>();

async function answerTree(url: string, options: { etag?: string } = {}) {
  if (url !== `${REPOSITORY}/tree/main/`) throw new Error(`Nobody should ask for ${url}`);
  if (options.etag === 'one') throw new NotModifiedError();
  const file = (name: string, text: string) => ({
    path: name,
    content: async () => Buffer.from(text),
  });
  const files = [file('mkdocs.yml', 'site_name: Cart of GitHub'), file('docs/index.md', '# Hello')];
  return { files: async () => files, etag: 'one' } as unknown as Awaited<
    ReturnType<UrlReaderService['readTree']>
  >;
}

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(tmpdir(), 'docs-'));
  await fs.mkdir(path.join(folder, 'catalog/cart/docs/img'), { recursive: true });
  await fs.writeFile(path.join(folder, 'secret.md'), '# Secret');
  await fs.writeFile(
    path.join(folder, 'catalog/cart/docs/index.md'),
    '# Cart\n\nPuts things aside.',
  );
  await fs.writeFile(path.join(folder, 'catalog/cart/docs/img/a.svg'), '<svg/>');
  await fs.symlink(path.join(folder, 'secret.md'), path.join(folder, 'catalog/cart/docs/link.md'));
  readTree.mockImplementation(answerTree);
  const file = { 'backstage.io/managed-by-location': `file:${folder}/catalog/shop.yaml` };
  const url = {
    'backstage.io/managed-by-location': `url:${REPOSITORY}/blob/main/catalog-info.yaml`,
  };
  const ref = (target: string) => ({ 'backstage.io/techdocs-ref': target });
  const backend = await startTestBackend({
    features: [
      docsPlugin,
      catalogServiceMock.factory({
        entities: [
          entity('cart', { ...file, ...ref('dir:./cart') }),
          entity('outside', { ...file, ...ref('dir:../') }),
          entity('odd', { ...file, ...ref('ftp:somewhere') }),
          entity('empty', { ...file, ...ref('dir:./nothing') }),
          entity('silent', file),
          entity('remote', { ...url, ...ref('dir:.') }),
        ],
      }),
      mockServices.rootConfig.factory({
        data: { integrations: { github: [{ host: 'github.com' }] } },
      }),
      createServiceFactory({
        service: coreServices.urlReader,
        deps: {},
        factory: () => ({ readTree }) as unknown as UrlReaderService,
      }),
    ],
  });
  stop = () => backend.stop();
  api = request(backend.server);
});

afterAll(async () => {
  await stop?.();
  await fs.rm(folder, { recursive: true, force: true });
});

const get = (address: string) =>
  api.get(`/api/docs${address}`).set('authorization', mockCredentials.user.header());
const site = (name: string) => `/sites/component/default/${name}`;

describe('/api/docs', () => {
  it('answers documentation beside the file of an entity', async () => {
    const { body } = await get(site('cart')).expect(200);
    expect(body).toMatchObject({
      title: 'cart',
      entries: [{ title: 'Cart', level: 0, path: 'index.md' }],
    });
    expect(body).not.toHaveProperty('source');
    const page = await get(`${site('cart')}/page`).expect(200);
    expect(page.body).toEqual({
      path: 'index.md',
      title: 'Cart',
      text: '# Cart\n\nPuts things aside.',
    });
    const image = await get(`${site('cart')}/image?path=img/a.svg`).expect(200);
    expect(image.body).toEqual({ mediaType: 'image/svg+xml', content: 'PHN2Zy8+' });
    const found = await get(`${site('cart')}/search?text=aside`).expect(200);
    expect(found.body.items).toEqual([
      { path: 'index.md', title: 'Cart', excerpt: 'Puts things aside.' },
    ]);
  });

  it('answers documentation of a repository, asked again by its ETag', async () => {
    const { body } = await get(site('remote')).expect(200);
    expect(body).toMatchObject({ title: 'Cart of GitHub', source: `${REPOSITORY}/tree/main/docs` });
    const page = await get(`${site('remote')}/page?path=index.md`).expect(200);
    expect(page.body.source).toBe(`${REPOSITORY}/blob/main/docs/index.md`);
    expect(readTree).toHaveBeenCalledTimes(1);
  });

  it('follows no link and no path that leads out', async () => {
    for (const name of ['link.md', 'secret.md'])
      await get(`${site('cart')}/page?path=${name}`).expect(404);
    for (const name of ['../../secret.md', 'a/../../x.md', '/etc/passwd', 'a%5Cb.md']) {
      const { body } = await get(`${site('cart')}/page?path=${name}`).expect(400);
      expect(body.error.message).toContain('path');
    }
    const { body } = await get(site('outside')).expect(400);
    expect(body.error.message).toContain('leads out of the folder');
  });

  it('says why there is none', async () => {
    expect((await get(site('silent')).expect(404)).body.error.message).toContain('techdocs-ref');
    expect((await get(site('empty')).expect(404)).body.error.message).toContain('no documentation');
    expect((await get(site('odd')).expect(400)).body.error.message).toContain('dir:… or url:…');
    await get(site('nobody')).expect(404);
  });

  it('answers nobody who has not signed in', async () => {
    await api
      .get(`/api/docs${site('cart')}`)
      .set('authorization', mockCredentials.none.header())
      .expect(401);
  });

  it('refuses what it does not know, by its name', async () => {
    const { body } = await get(`${site('cart')}/search?text=`).expect(400);
    expect(body.error.message).toContain('text');
    await get(`${site('cart')}/page?other=1`).expect(400);
    await get('/openapi.json').expect(200);
  });
});

describe('docs/documentation.md', () => {
  const lines = readFileSync(
    path.resolve(__dirname, '../../../docs/documentation.md'),
    'utf8',
  ).split('\n');
  const routes: readonly Route[] = Object.values(docsRoutes);
  it.each(routes.map(route => [`${methodOf(route)} ${route.path}`, route] as const))(
    'has a line for %s that names its parameters',
    (name, route) => {
      const line = lines.find(text => text.startsWith(`| \`${name}\` `)) ?? '';
      const named = [...(line.split('|')[2] ?? 'none').matchAll(/`(\w+)`/g)].map(
        ([, found]) => found,
      );
      expect(named).toEqual(Object.keys(route.query.shape));
    },
  );
});
