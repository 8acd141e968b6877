import { repositoryOperations } from '@kubemate/plugin-repositories-common';
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { startRepositories } from './__testUtils__/startRepositories';
import type { Person, RepositoriesPortal } from './__testUtils__/startRepositories';

jest.setTimeout(60_000);

const { createAccessToken, deleteAccessToken } = repositoryOperations;
const { create, commit, openPullRequest, mergePullRequest, closePullRequest } =
  repositoryOperations;
let portal: RepositoriesPortal;
let count = 0;

beforeAll(async () => {
  portal = await startRepositories();
});
afterAll(() => portal?.stop());

/** A repository of shop-team, with a first commit. */
async function makeRepository(
  options: { protectDefaultBranch?: boolean; visibility?: 'internal' | 'private' } = {},
) {
  const place = { owner: 'shop-team', name: `cart-${++count}` };
  const { operations } = portal.as('dana');
  await operations.run(create, { ...place, ...options });
  await operations.run(commit, {
    ...place,
    message: 'Begin',
    files: { 'README.md': 'one\n', 'src/index.js': 'run();\n' },
  });
  return place;
}

const slug = ({ owner, name }: { owner: string; name: string }) => `${owner}/${name}`;

async function clone(place: { owner: string; name: string }, person: Person = 'dana') {
  const folder = path.join(portal.home, `work-${++count}`);
  const result = await portal.git(['clone', portal.cloneUrl(slug(place), person), folder]);
  return { ...result, folder };
}

async function change(folder: string, file: string, text: string | Buffer) {
  await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
  await writeFile(path.join(folder, file), text);
  await portal.git(['add', '-A'], folder);
  await portal.git(['commit', '-m', `Change ${file}`], folder);
}

describe('git over HTTP', () => {
  it('clones and pushes with a token as the password', async () => {
    const place = await makeRepository();
    const { code, folder } = await clone(place);
    expect(code).toBe(0);
    await change(folder, 'src/more.js', 'more();\n');
    const pushed = await portal.git(['push', 'origin', 'main', 'main:feature/one'], folder);
    expect(pushed).toMatchObject({ code: 0 });
    const { head, branches } = await portal.as('vera').repositories.getRepository(place);
    expect(head?.message).toBe('Change src/more.js');
    expect(branches.map(({ name }) => name)).toEqual(['feature/one', 'main']);
    const again = await clone(place, 'vera');
    expect(again.code).toBe(0);
  });

  it('takes an access token for what it is good for, until it is taken back', async () => {
    const place = await makeRepository();
    const dana = portal.as('dana');
    const made = async (name: string, scope: 'read' | 'write') => {
      const { output } = await dana.operations.run(createAccessToken, { name, scope, days: 1 });
      return String(output?.token);
    };
    const [reading, writing] = [await made('laptop', 'read'), await made('pipeline', 'write')];
    const cloneBy = async (token: string) => {
      const folder = path.join(portal.home, `work-${++count}`);
      const { code, text } = await portal.git([
        ...['clone', portal.cloneUrl(slug(place), 'dana', token), folder],
      ]);
      return { code, text, folder };
    };
    const reader = await cloneBy(reading);
    expect(reader.code).toBe(0);
    await change(reader.folder, 'read.txt', 'no\n');
    const refused = await portal.git(['push', 'origin', 'main'], reader.folder);
    expect(refused.code).not.toBe(0);
    expect(refused.text).toContain('403');
    const writer = await cloneBy(writing);
    await change(writer.folder, 'written.txt', 'yes\n');
    expect(await portal.git(['push', 'origin', 'main'], writer.folder)).toMatchObject({ code: 0 });
    const { items } = await dana.repositories.listAccessTokens();
    expect(items).toMatchObject([
      { name: 'pipeline', scope: 'write', lastUsedAt: expect.any(Number) },
      { name: 'laptop', scope: 'read' },
    ]);
    // It is told once, to whoever made it, and kept by nobody.
    expect(JSON.stringify([items, portal.log])).not.toContain(writing);
    expect((await portal.as('olga').repositories.listAccessTokens()).items).toEqual([]);
    const [{ id } = { id: '' }] = items;
    await expect(portal.as('olga').operations.run(deleteAccessToken, { id })).rejects.toThrow();
    expect((await cloneBy(writing)).code).toBe(0);
    await dana.operations.run(deleteAccessToken, { id });
    const gone = await cloneBy(writing);
    expect(gone.code).not.toBe(0);
    expect((await cloneBy(`${reading.slice(0, -1)}~`)).code).not.toBe(0);
  });

  it('asks for a password where there is none, and takes no wrong one', async () => {
    const place = await makeRepository();
    const url = `${portal.cloneUrl(slug(place))}/info/refs?service=git-upload-pack`;
    const anonymous = await globalThis.fetch(url);
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get('www-authenticate')).toMatch(/^Basic realm=/);
    const wrong = await globalThis.fetch(url, {
      headers: { authorization: `Basic ${Buffer.from('dana:canary-secret').toString('base64')}` },
    });
    expect(wrong.status).toBe(401);
    expect(await wrong.text()).not.toContain('canary-secret');
    const { code, text } = await portal.git(['ls-remote', portal.cloneUrl(slug(place))]);
    expect(code).not.toBe(0);
    expect(text).toContain('terminal prompts disabled');
  });

  it('lets only members of the owner push, and people whose role may', async () => {
    const place = await makeRepository();
    for (const person of ['olga', 'vera'] as const) {
      const { folder } = await clone(place, person);
      await change(folder, 'README.md', 'mine\n');
      const pushed = await portal.git(['push', 'origin', 'main'], folder);
      expect(pushed.code).not.toBe(0);
      expect(pushed.text).toContain('403');
    }
    const { folder } = await clone(place, 'pat');
    await change(folder, 'README.md', 'by an admin\n');
    expect(await portal.git(['push', 'origin', 'main'], folder)).toMatchObject({ code: 0 });
  });

  it('shows a private repository to nobody else, as if there were none', async () => {
    const place = await makeRepository({ visibility: 'private' });
    expect((await clone(place, 'olga')).text).toContain('not found');
    await expect(portal.as('olga').repositories.getRepository(place)).rejects.toMatchObject({
      response: { status: 404 },
    });
    expect((await clone(place, 'dana')).code).toBe(0);
  });

  it('refuses pushes to a protected branch with the reason, and takes other branches', async () => {
    const place = await makeRepository({ protectDefaultBranch: true });
    const { folder } = await clone(place);
    await change(folder, 'README.md', 'two\n');
    const both = await portal.git(['push', 'origin', 'main', 'main:other'], folder);
    expect(both.code).not.toBe(0);
    expect(both.text).toContain('main is protected: push a branch and open a pull request');
    expect(both.text).toContain('another ref of the push is refused');
    expect(await portal.git(['push', 'origin', 'main:other'], folder)).toMatchObject({ code: 0 });
    const deleted = await portal.git(['push', 'origin', ':main'], folder);
    expect(deleted.text).toContain('the default branch cannot be deleted');
    const hidden = await portal.git(['push', 'origin', 'main:refs/pull/1'], folder);
    expect(hidden.text).toContain('only branches and tags can be pushed');
  });

  it('refuses what is too large', async () => {
    const place = await makeRepository();
    const { folder } = await clone(place);
    await change(folder, 'large.bin', randomBytes(2_300_000));
    const { code, text } = await portal.git(['push', 'origin', 'main'], folder);
    expect(code).not.toBe(0);
    expect(text).toMatch(/exceeds maximum allowed size|unpack/);
    await change(folder, 'huge.bin', randomBytes(4_000_000));
    expect((await portal.git(['push', 'origin', 'main'], folder)).code).not.toBe(0);
    const { head } = await portal.as('dana').repositories.getRepository(place);
    expect(head?.message).toBe('Begin');
  });

  it.each([
    'git/shop-team/..%2f..%2fsecret.git/info/refs?service=git-upload-pack',
    'git/..%2f..%2fetc/passwd.git/info/refs?service=git-upload-pack',
    'git/shop-team/link.git/info/refs?service=git-upload-pack',
    'git/shop-team/cart-1.git/HEAD',
    'git/shop-team/cart-1.git/objects/info/packs',
    'git/shop-team/cart-1.git/info/refs?service=git-upload-archive',
    'git/shop-team/cart-1.git/info/refs',
  ])('serves nothing at %s', async address => {
    const link = path.join(portal.folder, 'shop-team', 'link.git');
    await mkdir(path.dirname(link), { recursive: true });
    await rm(link, { force: true });
    await symlink(portal.home, link);
    const response = await portal.as('dana').fetch(`${portal.baseUrl}/${address}`);
    expect([400, 404]).toContain(response.status);
  });

  it('says nothing of tokens in its log', async () => {
    await clone(await makeRepository());
    const said = JSON.stringify(portal.log);
    expect(portal.log.length).toBeGreaterThan(0);
    expect(said).not.toContain(portal.tokenOf('dana'));
  });
});

describe('files and pull requests', () => {
  it('finds nothing on hosts that the configuration gives to nobody', async () => {
    const { repositories } = portal.as('dana');
    const asked = { repository: 'https://github.com/acme/cart' };
    const away = { response: { status: 404 } };
    await expect(repositories.listFilesOnHost(asked)).rejects.toMatchObject(away);
    await expect(repositories.getTemplatedOnHost(asked)).rejects.toMatchObject(away);
    const bad = { repository: 'https://me:secret@github.com/acme/cart' };
    await expect(repositories.listFilesOnHost(bad)).rejects.toMatchObject({
      ...{
        response: { status: 400 },
        body: { error: { message: expect.stringContaining('repository') } },
      },
    });
  });

  it('reads files and folders of a ref', async () => {
    const place = await makeRepository();
    const { repositories } = portal.as('vera');
    const root = await repositories.readFiles(place);
    expect(root.items).toEqual([
      { path: 'README.md', kind: 'file', size: 4, executable: false },
      { path: 'src', kind: 'folder' },
    ]);
    const all = await repositories.readFiles(place, { recursive: true });
    expect(all.items.map(each => each.path)).toEqual(['README.md', 'src/index.js']);
    const { file } = await repositories.readFiles(place, { path: 'src/index.js', ref: 'main' });
    expect(file).toMatchObject({ content: 'run();\n', encoding: 'utf8' });
    const { items } = await repositories.listCommits(place, { path: 'src/index.js' });
    expect(items.map(({ message, author }) => [message, author])).toEqual([
      ['Begin', 'dana <dana@users.kubemate.invalid>'],
    ]);
  });

  it('tells when a repository was last changed, its branches, and what a commit changes', async () => {
    const place = await makeRepository();
    const { repositories } = portal.as('vera');
    const { items } = await repositories.listRepositories();
    const listed = items.find(({ name }) => name === place.name);
    expect(listed).toMatchObject({ openPullRequests: 0, pushedAt: expect.any(Number) });
    const { branches, head } = await repositories.getRepository(place);
    expect(branches).toEqual([
      {
        ...{ name: 'main', head: head?.id, author: 'dana', subject: 'Begin' },
        at: expect.any(Number),
      },
    ]);
    const first = await repositories.getCommit({ ...place, commit: String(head?.id) });
    expect(first).toMatchObject({
      message: 'Begin',
      parents: [],
      files: [
        { path: 'README.md', added: 1, removed: 0 },
        { path: 'src/index.js', added: 1, removed: 0 },
      ],
    });
    const { operations } = portal.as('dana');
    const changed = await operations.run(commit, {
      ...{ ...place, message: 'Two', branch: 'two', from: 'main' },
      files: { 'README.md': 'two\n' },
    });
    const second = await repositories.getCommit({
      ...{ ...place, commit: String(changed.output?.commit) },
    });
    expect(second.diff).toContain('-one\n+two\n');
    await operations.run(openPullRequest, { ...place, title: 'Two', head: 'two' });
    expect((await repositories.getRepository(place)).openPullRequests).toBe(1);
    await expect(
      repositories.getCommit({ ...place, commit: 'f'.repeat(40) }),
    ).rejects.toMatchObject({ response: { status: 404 } });
  });

  it('leads people from the addresses that the catalog reads by to the portal’s pages', async () => {
    const follow = (rest: string) =>
      globalThis.fetch(`${portal.baseUrl}/git/shop-team/cart.git${rest}`, { redirect: 'manual' });
    const blob = await follow('/blob/feature%2Fone/docs/a%20b.md');
    expect([blob.status, blob.headers.get('location')]).toEqual([
      302,
      'http://app.example/repositories/shop-team/cart?ref=feature%2Fone&path=docs%2Fa+b.md',
    ]);
    const whole = await follow('');
    expect(whole.headers.get('location')).toBe('http://app.example/repositories/shop-team/cart');
    expect((await follow('/blob/main/..%2Fx')).status).toBe(404);
  });

  it('refuses paths that lead out, and into .git', async () => {
    const place = await makeRepository();
    for (const file of [
      '../x',
      '/etc/passwd',
      'a/../../b',
      '.git/config',
      'a/.GIT/hooks',
      'a\nb',
    ]) {
      await expect(
        portal
          .as('dana')
          .operations.run(commit, { ...place, message: 'x', files: { [file]: 'x' } }),
      ).rejects.toMatchObject({ response: { status: 400 } });
      await expect(
        portal.as('dana').repositories.readFiles(place, { path: file }),
      ).rejects.toMatchObject({ response: { status: 400 } });
    }
  });

  it('does not commit over somebody else’s commit', async () => {
    const place = await makeRepository();
    const { repositories, operations } = portal.as('dana');
    const { head } = await repositories.getRepository(place);
    const expectedHead = head?.id;
    await operations.run(commit, { ...place, message: 'a', files: { a: '1' }, expectedHead });
    await expect(
      operations.run(commit, { ...place, message: 'b', files: { b: '1' }, expectedHead }),
    ).rejects.toMatchObject({ response: { status: 409 } });
    const both = await Promise.allSettled(
      ['x', 'y', 'z'].map(file =>
        operations.run(commit, { ...place, message: file, files: { [file]: '1' } }),
      ),
    );
    const done = both.filter(
      each => each.status === 'fulfilled' && each.value.status === 'succeeded',
    );
    const { items } = await repositories.listCommits(place);
    // Begin, a, and each that was told to have been done.
    expect(items).toHaveLength(2 + done.length);
  });

  it('merges a pull request, and names the files that conflict', async () => {
    const place = await makeRepository({ protectDefaultBranch: true });
    const { repositories, operations } = portal.as('dana');
    const propose = async (branch: string, files: Record<string, string | null>) => {
      await operations.run(commit, { ...place, branch, from: 'main', message: branch, files });
      const { output } = await operations.run(openPullRequest, {
        ...place,
        title: `Merge ${branch}`,
        head: branch,
      });
      return Number(output?.number);
    };
    const first = await propose('one', { 'README.md': 'first\n', 'src/index.js': null });
    const second = await propose('two', { 'README.md': 'second\n' });
    const detail = await repositories.getPullRequest({ ...place, number: first });
    expect(detail).toMatchObject({
      mergeable: 'clean',
      state: 'open',
      author: 'user:default/dana',
    });
    expect(detail.diff).toContain('+first');
    expect(detail.files).toEqual([
      { path: 'README.md', added: 1, removed: 1 },
      { path: 'src/index.js', added: 0, removed: 1 },
    ]);
    await expect(
      portal.as('vera').operations.run(mergePullRequest, { ...place, number: first }),
    ).rejects.toMatchObject({ response: { status: 403 } });
    await operations.run(mergePullRequest, { ...place, number: first });
    const conflicting = await repositories.getPullRequest({ ...place, number: second });
    expect(conflicting).toMatchObject({ mergeable: 'conflicts', conflicts: ['README.md'] });
    await expect(
      operations.run(mergePullRequest, { ...place, number: second }),
    ).rejects.toMatchObject({ response: { status: 409 } });
    await operations.run(closePullRequest, { ...place, number: second });
    const { items } = await repositories.listPullRequests(place, { state: 'all' });
    expect(items.map(({ number, state }) => [number, state])).toEqual([
      [second, 'closed'],
      [first, 'merged'],
    ]);
    const merged = await repositories.readFiles(place, { path: 'README.md' });
    expect(merged.file?.content).toBe('first\n');
    const after = await repositories.getPullRequest({ ...place, number: first });
    expect(after).toMatchObject({ mergeable: 'ended', files: detail.files });
  });

  it('deletes a repository once its name was typed, after which another can have its name', async () => {
    const place = await makeRepository();
    const { operations, repositories } = portal.as('dana');
    await expect(operations.run(repositoryOperations.delete, place)).rejects.toThrow();
    expect(await repositories.getRepository(place)).toMatchObject(place);
    await operations.run(repositoryOperations.delete, place, { confirm: slug(place) });
    await expect(repositories.getRepository(place)).rejects.toMatchObject({
      response: { status: 404 },
    });
    await operations.run(create, place);
    expect((await repositories.getRepository(place)).branches).toEqual([]);
  });

  it('creates none for a group that one does not belong to', async () => {
    const input = { owner: 'payments-team', name: 'mine' };
    await expect(portal.as('dana').operations.run(create, input)).rejects.toMatchObject({
      response: { status: 403 },
    });
    await expect(portal.as('olga').operations.run(create, input)).resolves.toMatchObject({
      status: 'succeeded',
    });
  });
});
