import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import type { UrlReaderService } from '@backstage/backend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PORTAL, startRepositories } from '../__testUtils__/startRepositories';
import type { Person, RepositoriesPortal } from '../__testUtils__/startRepositories';
import { catalogModuleRepositories } from './catalogModule';
import { repositoryUrlReaders } from './repositoryUrlReaders';

jest.setTimeout(120_000);

const WITHIN_MS = 10_000;
const { create, commit } = repositoryOperations;

let portal: RepositoriesPortal;
let reader: UrlReaderService;
let count = 0;

beforeAll(async () => {
  const readerPlugin = createBackendPlugin({
    pluginId: 'reading',
    register(env) {
      env.registerInit({
        deps: { urls: coreServices.urlReader },
        async init({ urls }) {
          reader = urls;
        },
      });
    },
  });
  portal = await startRepositories({
    features: [catalogPlugin, catalogModuleRepositories, repositoryUrlReaders, readerPlugin],
    config: {
      catalog: {
        rules: [{ allow: ['Component', 'System', 'API', 'Resource', 'Location', 'Domain'] }],
        // Nothing is read again by chance while a test looks.
        processingInterval: { hours: 1 },
      },
    },
  });
});
afterAll(() => portal?.stop());

type Files = Record<string, string | null>;

const slug = ({ owner, name }: { owner: string; name: string }) => `${owner}/${name}`;
const cloneUrl = (place: { owner: string; name: string }) =>
  `${PORTAL}/api/repositories/git/${slug(place)}.git`;

function component(name: string, fields: { title?: string; kind?: string } = {}) {
  const { kind = 'Component', title = name } = fields;
  return [
    'apiVersion: backstage.io/v1alpha1',
    `kind: ${kind}`,
    `metadata: { name: ${name}, title: ${title} }`,
    'spec: { type: service, lifecycle: production, owner: shop-team, children: [], memberOf: [] }',
    '',
  ].join('\n');
}

async function makeRepository(
  files: Files,
  options: { person?: Person; owner?: string; visibility?: 'private' } = {},
) {
  const { person = 'dana', owner = 'shop-team', ...fields } = options;
  const place = { owner, name: `repository-${++count}` };
  await portal.as(person).operations.run(create, { ...place, ...fields });
  await change(place, files, person);
  return place;
}

async function change(
  place: { owner: string; name: string },
  files: Files,
  person: Person = 'dana',
) {
  await portal.as(person).operations.run(commit, { ...place, message: 'Change', files });
}

interface Found {
  kind: string;
  metadata: { name: string; title?: string; annotations: Record<string, string> };
}

async function entity(ref: string): Promise<Found | undefined> {
  const address = `${portal.origin}/api/catalog/entities/by-name/${ref.replace(':', '/')}`;
  const response = await portal.as('vera').fetch(address);
  return response.ok ? response.json() : undefined;
}

/** Asks as people would, until it is so; within the ten seconds that the portal promises. */
async function soon<T>(look: () => Promise<T>, isSo: (found: T) => boolean): Promise<T> {
  const deadline = Date.now() + WITHIN_MS;
  for (;;) {
    const found = await look();
    if (isSo(found)) return found;
    if (Date.now() > deadline) throw new Error(`It is still ${JSON.stringify(found)}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

const there = (ref: string) => soon(() => entity(ref), Boolean);
const gone = (ref: string) =>
  soon(
    () => entity(ref),
    found => found === undefined,
  );

describe('entities of repositories', () => {
  it('are in the catalog within ten seconds of the commit, follow it, and go with the file', async () => {
    const place = await makeRepository({ 'catalog-info.yaml': component('cart') });
    const cart = await there('component:default/cart');
    expect(cart?.metadata.annotations).toMatchObject({
      'backstage.io/managed-by-location': `url:${cloneUrl(place)}/blob/main/catalog-info.yaml`,
      'backstage.io/source-location': `url:${cloneUrl(place)}/tree/main/`,
    });
    const list = await portal.as('vera').fetch(`${portal.origin}/api/catalog/entities`);
    expect(JSON.stringify(await list.json())).toContain('"cart"');
    await change(place, { 'catalog-info.yaml': component('cart', { title: 'Basket' }) });
    await soon(
      () => entity('component:default/cart'),
      found => found?.metadata.title === 'Basket',
    );
    await change(place, { 'catalog-info.yaml': null, 'README.md': 'left\n' });
    await gone('component:default/cart');
  });

  it('follow a real git push, and go with the repository', async () => {
    const place = await makeRepository({ 'README.md': 'one\n' });
    const folder = path.join(portal.home, `work-${place.name}`);
    await portal.git(['clone', portal.cloneUrl(slug(place), 'dana'), folder]);
    await writeFile(path.join(folder, 'catalog-info.yaml'), component('pushed'));
    await portal.git(['add', '-A'], folder);
    await portal.git(['commit', '-m', 'Describe'], folder);
    expect(await portal.git(['push', 'origin', 'main'], folder)).toMatchObject({ code: 0 });
    await there('component:default/pushed');
    const { operations } = portal.as('dana');
    await operations.run(repositoryOperations.delete, place, { confirm: slug(place) });
    await gone('component:default/pushed');
  });

  it('come from the default branch only', async () => {
    const place = await makeRepository({ 'README.md': 'one\n' });
    await portal.as('dana').operations.run(commit, {
      ...{ ...place, branch: 'feature', from: 'main', message: 'Draft' },
      files: { 'catalog-info.yaml': component('draft') },
    });
    await makeRepository({ 'catalog-info.yaml': component('after-draft') });
    // Pushes are told in turn: what came later is there.
    await there('component:default/after-draft');
    expect(await entity('component:default/draft')).toBeUndefined();
  });

  it('follow a file that another file names', async () => {
    const location = [
      'apiVersion: backstage.io/v1alpha1',
      'kind: Location',
      'metadata: { name: parts }',
      'spec: { targets: [./parts/one.yaml] }',
    ].join('\n');
    const place = await makeRepository({
      'catalog-info.yaml': location,
      'parts/one.yaml': component('part-one'),
    });
    await there('component:default/part-one');
    await change(place, { 'parts/one.yaml': component('part-one', { title: 'Changed' }) });
    await soon(
      () => entity('component:default/part-one'),
      found => found?.metadata.title === 'Changed',
    );
  });

  it('are never groups, users or templates', async () => {
    for (const kind of ['Group', 'User', 'Template'])
      await makeRepository({
        'catalog-info.yaml': component(`bad-${kind.toLowerCase()}`, { kind }),
      });
    await makeRepository({ 'catalog-info.yaml': component('after-bad') });
    await there('component:default/after-bad');
    for (const kind of ['group', 'user', 'template'])
      expect(await entity(`${kind}:default/bad-${kind}`)).toBeUndefined();
  });

  it('never read a file of the portal’s machine', async () => {
    const secret = path.join(portal.home, 'secret.yaml');
    await writeFile(secret, component('from-disk'));
    await makeRepository({
      'catalog-info.yaml': [
        'apiVersion: backstage.io/v1alpha1',
        'kind: Location',
        'metadata: { name: leak }',
        `spec: { type: file, targets: [${secret}] }`,
      ].join('\n'),
    });
    await makeRepository({ 'catalog-info.yaml': component('after-leak') });
    await there('component:default/after-leak');
    expect(await entity('component:default/from-disk')).toBeUndefined();
  });

  it('do not take the place of an entity of another repository', async () => {
    await makeRepository({ 'catalog-info.yaml': component('mine', { title: 'Shop' }) });
    await there('component:default/mine');
    const theirs = await makeRepository(
      {
        'catalog-info.yaml': `${component('mine', { title: 'Payments' })}---\n${component('theirs')}`,
      },
      { person: 'olga', owner: 'payments-team' },
    );
    await there('component:default/theirs');
    expect((await entity('component:default/mine'))?.metadata.title).toBe('Shop');
    // Nor by registering its file.
    await register(`${cloneUrl(theirs)}/blob/main/catalog-info.yaml`);
    const again = `${component('mine', { title: 'Again' })}---\n${component('theirs', { title: 'New' })}`;
    await change(theirs, { 'catalog-info.yaml': again }, 'olga');
    await soon(
      () => entity('component:default/theirs'),
      found => found?.metadata.title === 'New',
    );
    expect((await entity('component:default/mine'))?.metadata.title).toBe('Shop');
  });

  it('can be registered by their address as well, which changes nothing', async () => {
    const place = await makeRepository({ 'catalog-info.yaml': component('twice') });
    await there('component:default/twice');
    const answer = await register(`${cloneUrl(place)}/blob/main/catalog-info.yaml`);
    expect(answer.entities.map(({ metadata }: Found) => metadata.name)).toContain('twice');
    await change(place, { 'catalog-info.yaml': component('twice', { title: 'Still' }) });
    await soon(
      () => entity('component:default/twice'),
      found => found?.metadata.title === 'Still',
    );
  });

  it('of a private repository stay out of the catalog', async () => {
    const place = await makeRepository(
      { 'catalog-info.yaml': component('hidden') },
      { visibility: 'private' },
    );
    await makeRepository({ 'catalog-info.yaml': component('after-hidden') });
    await there('component:default/after-hidden');
    expect(await entity('component:default/hidden')).toBeUndefined();
    await expect(register(`${cloneUrl(place)}/blob/main/catalog-info.yaml`)).rejects.toThrow();
    await expect(
      reader.readUrl(`${cloneUrl(place)}/blob/main/catalog-info.yaml`),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });
});

async function register(target: string) {
  const response = await portal.as('dana').fetch(`${portal.origin}/api/catalog/locations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ type: 'url', target }),
  });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const dryRun = await portal
    .as('dana')
    .fetch(`${portal.origin}/api/catalog/locations?dryRun=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'url', target }),
    });
  const { entities } = await dryRun.json();
  if (entities.length === 0) throw new Error('Nothing was found there');
  return { entities };
}

describe('the reader of addresses', () => {
  let place: { owner: string; name: string };
  let base: string;

  beforeAll(async () => {
    place = await makeRepository({ 'docs/a.md': 'a\n', 'docs/b/c.md': 'c\n', 'README.md': 'r\n' });
    base = cloneUrl(place);
  });

  it('reads a file with the commit as its ETag', async () => {
    const { head } = await portal.as('dana').repositories.getRepository(place);
    const read = await reader.readUrl(`${base}/blob/main/docs/a.md`);
    expect(String(await read.buffer())).toBe('a\n');
    expect(read.etag).toBe(head?.id);
    await expect(
      reader.readUrl(`${base}/raw/main/docs/a.md`, { etag: read.etag }),
    ).rejects.toMatchObject({ name: 'NotModifiedError' });
  });

  it('reads a folder', async () => {
    const tree = await reader.readTree(`${base}/tree/main/docs/`);
    const files = await tree.files();
    expect(files.map(each => each.path).sort()).toEqual(['a.md', 'b/c.md']);
    const whole = await reader.readTree(base);
    const folder = await whole.dir();
    expect((await readdir(folder)).sort()).toEqual(['README.md', 'docs']);
    expect(await readFile(path.join(folder, 'docs/b/c.md'), 'utf8')).toBe('c\n');
    await rm(folder, { recursive: true });
  });

  it('finds files by a glob', async () => {
    const { files, etag } = await reader.search(`${base}/blob/main/docs/**/*.md`);
    expect(files.map(({ url }) => url).sort()).toEqual([
      `${base}/blob/main/docs/a.md`,
      `${base}/blob/main/docs/b/c.md`,
    ]);
    expect(etag).toMatch(/^[0-9a-f]{40}$/);
    expect((await reader.search(`${base}/blob/main/no.yaml`)).files).toEqual([]);
  });

  it('does not follow links, and reads nothing that is too large', async () => {
    const odd = await makeRepository({ 'README.md': 'one\n' });
    const work = path.join(portal.home, `odd-${count}`);
    await portal.git(['clone', portal.cloneUrl(slug(odd), 'dana'), work]);
    await mkdir(path.join(work, 'links'));
    await symlink('/etc/passwd', path.join(work, 'links/passwd'));
    await symlink('../../..', path.join(work, 'links/up'));
    await writeFile(path.join(work, 'ok.txt'), randomBytes(10));
    await portal.git(['add', '-A'], work);
    await portal.git(['commit', '-m', 'Links'], work);
    expect(await portal.git(['push', 'origin', 'main'], work)).toMatchObject({ code: 0 });
    const url = cloneUrl(odd);
    await expect(reader.readUrl(`${url}/blob/main/links/passwd`)).rejects.toThrow('symlink');
    await expect(reader.readUrl(`${url}/blob/main/links/up/x`)).rejects.toThrow('no file');
    await expect(reader.readTree(`${url}/tree/main/`)).rejects.toThrow('not followed');
    await expect(reader.search(`${url}/blob/main/links/passwd`)).rejects.toThrow('symlink');
    expect((await reader.search(`${url}/blob/main/links/*`)).files).toEqual([]);
  });

  it.each(['/blob/main/..%2F..%2Fx', '/blob/main/.git/config', '/HEAD', '/blob/..%2Fx/y'])(
    'refuses %s',
    async rest => {
      await expect(reader.readUrl(base + rest)).rejects.toMatchObject({ name: 'InputError' });
    },
  );

  it('reads nothing else of the portal', async () => {
    await expect(reader.readUrl(`${PORTAL}/api/repositories/repositories`)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    await expect(
      reader.readUrl('http://elsewhere.example/api/repositories/git/a/b.git/blob/main/x'),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
  });
});
