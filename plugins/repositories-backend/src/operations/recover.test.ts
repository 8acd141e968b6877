import { mockServices } from '@backstage/backend-test-utils';
import { createKubeService, systemClock } from '@kubemate/kube-node';
import { startSqlite } from '@kubemate/test-node';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stringify } from 'yaml';
import { TEMPLATE_RECORD } from '@kubemate/plugin-repositories-common';
import { BareRepositories } from '../git/BareRepositories';
import { authorOf, commitFiles } from '../git/commitFiles';
import { runGit } from '../git/Git';
import { branchesOf, logOf } from '../git/Snapshot';
import { NO_COMMIT } from '../repositories/pushEvent';
import { PushEvents } from '../repositories/PushEvents';
import { RepositoryAccess } from '../repositories/RepositoryAccess';
import { RepositoryUrls } from '../repositories/RepositoryUrls';
import { KnexRepositoryStore } from '../store/KnexRepositoryStore';
import { commitOperation } from './commitOperation';
import type { OperationParts } from './OperationParts';
import { createOperation, deleteOperation } from './ownOperations';
import { pullRequestOperations } from './pullRequestOperations';

jest.setTimeout(60_000);

const PLACE = { owner: 'shop-team', name: 'orders' };
const NEW = {
  ...{ ...PLACE, visibility: 'internal' as const },
  ...{ defaultBranch: 'main', protectDefaultBranch: false },
};
const FIRST = { ...PLACE, branch: 'main', message: 'First commit', files: { 'a.txt': 'one' } };

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** What a portal is left with whose process has died, and another that goes on as `dana`. */
async function start() {
  const home = mkdtempSync(path.join(tmpdir(), 'recover-'));
  const databases = await startSqlite();
  closing.push(
    () => databases.stop(),
    () => rmSync(home, { recursive: true }),
  );
  const { knex } = await databases.create();
  const logger = mockServices.logger.mock();
  const config = mockServices.rootConfig({ data: { backend: { baseUrl: 'http://portal' } } });
  const store = await KnexRepositoryStore.create({ getClient: async () => knex });
  const bare = new BareRepositories({ folder: home, maxPushBytes: 1_000_000 });
  const pushes: unknown[] = [];
  // Webhooks have no part in what these operations make.
  const parts = {
    ...{ store, bare },
    urls: new RepositoryUrls(config),
    access: new RepositoryAccess({ store, permissions: mockServices.permissions() }),
    events: new PushEvents({
      ...{ logger, store, clock: systemClock },
      events: mockServices.events.mock({ publish: async () => {} }),
      relay: { tell: async ({ ref, before, after }) => void pushes.push([ref, before, after]) },
      webhooks: { pushed: async () => {} },
    }),
    webhooks: {
      forget: async () => {},
      pullRequest: async () => {},
    } as unknown as OperationParts['webhooks'],
  } as Partial<OperationParts> as OperationParts;
  const kube = await createKubeService({ config, logger });
  const context = (id: string, actor = 'user:default/dana') => ({
    ...{ id, actor, begunAt: 0, kube, logger, clock: systemClock, report: () => {} },
    signal: new AbortController().signal,
  });
  const create = createOperation(parts);
  const commit = commitOperation(parts);
  const [open, , close] = pullRequestOperations(parts);
  const commits = async (branch = 'main') =>
    logOf(await bare.open(PLACE), { range: branch, limit: 10 });
  const remove = deleteOperation(parts);
  return { home, store, bare, create, commit, open, close, remove, pushes, context, commits };
}

it('makes a repository of which there was a record, a folder, both or neither, once', async () => {
  for (const died of ['before', 'between', 'after']) {
    const { create, context, store, bare } = await start();
    const record = { ...NEW, group: 'group:default/shop-team', createdAt: 1 };
    if (died !== 'before') await store.insert({ ...record, createdBy: 'user:default/dana' });
    if (died === 'after') await bare.create(PLACE, { defaultBranch: 'main' });
    const done = await create.recover?.(NEW, context('r'));
    expect(done?.output).toEqual({
      cloneUrl: 'http://portal/api/repositories/git/shop-team/orders.git',
    });
    expect(await store.list()).toHaveLength(1);
    await expect(bare.open(PLACE)).resolves.toBeDefined();
  }
});

it('takes no repository of somebody else for its own', async () => {
  const { create, context, store } = await start();
  const record = { ...NEW, group: 'group:default/shop-team', createdAt: 1 };
  await store.insert({ ...record, createdBy: 'user:default/olga' });
  await expect(create.recover?.(NEW, context('r'))).rejects.toThrow('already');
});

it('makes a commit that was not made, and none that was', async () => {
  const { create, commit, context, commits } = await start();
  await create.recover?.(NEW, context('r'));
  const first = await commit.recover?.(FIRST, context('c'));
  const again = await commit.recover?.(FIRST, context('c'));
  expect(again?.output).toEqual(first?.output);
  expect(first?.output).toMatchObject({ branch: 'main', isNewBranch: true });
  expect(await commits()).toHaveLength(1);
  // By somebody else, or of something else, it is another commit.
  await commit.recover?.({ ...FIRST, files: { 'a.txt': 'two' } }, context('d'));
  await commit.recover?.(FIRST, context('e', 'user:default/olga'));
  expect(await commits()).toHaveLength(3);
});

it('does what comes after a commit, where another died between them', async () => {
  const { bare, create, commit, context, pushes } = await start();
  await create.recover?.(NEW, context('r'));
  const written = { 'a.txt': 'one' };
  const record = stringify({
    ...{ template: 'template:default/node-service', version: '1.0.0', values: {} },
    files: { 'a.txt': '43dd47ea691c90a5fa7827892c70241913351963' },
  });
  const files = { ...written, [TEMPLATE_RECORD]: record };
  const first = { ...FIRST, files };
  const folder = await bare.open(PLACE);
  // All that the dead one came to.
  const made = await commitFiles(folder, {
    ...{ branch: 'main', head: undefined, parent: undefined, message: FIRST.message, files },
    ...{ author: authorOf('user:default/dana'), at: 1 },
  });
  const done = await commit.recover?.(first, context('c'));
  expect(done?.output).toMatchObject({ commit: made, isNewBranch: true });
  expect(pushes).toEqual([['refs/heads/main', NO_COMMIT, made]]);
  const { output: bases } = await runGit(['for-each-ref', 'refs/kubemate/templates'], {
    repository: folder,
  });
  expect(bases.toString()).toContain('commit');
});

it('takes away the folder of a repository that is deleted, and none that is there', async () => {
  const { bare, create, commit, remove, context, store, pushes } = await start();
  await create.recover?.(NEW, context('r'));
  await commit.recover?.(FIRST, context('c'));
  await expect(remove.recover?.(PLACE, context('d'))).rejects.toThrow('was not deleted');
  await expect(bare.open(PLACE)).resolves.toBeDefined();
  await store.remove(PLACE);
  pushes.length = 0;
  await remove.recover?.(PLACE, context('d'));
  await expect(bare.open(PLACE)).rejects.toThrow('no repository');
  expect(pushes).toEqual([['refs/heads/main', expect.any(String), NO_COMMIT]]);
});

it('sweeps away what was being made long ago', async () => {
  const { home, create, context } = await start();
  const making = path.join(home, '.making');
  for (const name of ['old', 'new']) mkdirSync(path.join(making, name), { recursive: true });
  utimesSync(path.join(making, 'old'), 1, 1);
  await create.recover?.(NEW, context('r'));
  expect(readdirSync(making)).toEqual(['new']);
});

it('opens a pull request once, from a branch that it made', async () => {
  const { create, commit, open, context, store, bare } = await start();
  await create.recover?.(NEW, context('r'));
  await commit.recover?.(FIRST, context('c'));
  const change = { ...FIRST, branch: 'demo', message: 'Demo', files: { 'b.txt': 'b' } };
  const made = await commit.recover?.(change, context('d'));
  expect(await commit.recover?.(change, context('d'))).toEqual(made);
  expect(made?.output).toMatchObject({ isNewBranch: true });
  const asked = { ...PLACE, title: 'Demo', body: '', head: 'demo' };
  const numbers = [
    await open.recover?.(asked, context('p')),
    await open.recover?.(asked, context('p')),
  ];
  expect(numbers.map(each => each?.output)).toEqual([{ number: 1 }, { number: 1 }]);
  expect(await store.pullRequests(PLACE, 'all')).toHaveLength(1);
  expect((await branchesOf(await bare.open(PLACE))).map(({ name }) => name).sort()).toEqual([
    'demo',
    'main',
  ]);
});

it('closes a pull request that was not closed, and no other that was ended meanwhile', async () => {
  const { create, commit, open, close, context, store } = await start();
  await create.recover?.(NEW, context('r'));
  await commit.recover?.(FIRST, context('c'));
  await commit.recover?.({ ...FIRST, branch: 'other', from: 'main' } as any, context('d'));
  const opened = await open.recover?.(
    { ...PLACE, title: 'Two', body: '', head: 'other' },
    context('o'),
  );
  const request = { ...PLACE, number: Number(Object(opened?.output).number) };
  expect(await store.pullRequest(PLACE, request.number)).toMatchObject({ state: 'open' });
  for (const _ of ['died before it', 'died after it'])
    expect(await close.recover?.(request, context('x'))).toEqual({});
  const closed = await store.pullRequest(PLACE, request.number);
  expect(closed).toMatchObject({ state: 'closed', endedBy: 'user:default/dana' });
  expect(closed?.headCommit).toMatch(/^[0-9a-f]{40}$/);
  await expect(close.recover?.(request, context('y', 'user:default/olga'))).rejects.toThrow(
    'before anything was changed',
  );
  await expect(close.recover?.({ ...PLACE, number: 99 }, context('z'))).rejects.toThrow(
    'before anything was changed',
  );
});
