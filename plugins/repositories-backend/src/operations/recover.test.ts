import { mockServices } from '@backstage/backend-test-utils';
import { createKubeService, systemClock } from '@kubemate/kube-node';
import { startSqlite } from '@kubemate/test-node';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BareRepositories } from '../git/BareRepositories';
import { branchesOf, logOf } from '../git/Snapshot';
import { PushEvents } from '../repositories/PushEvents';
import { RepositoryAccess } from '../repositories/RepositoryAccess';
import { RepositoryUrls } from '../repositories/RepositoryUrls';
import { KnexRepositoryStore } from '../store/KnexRepositoryStore';
import { commitOperation } from './commitOperation';
import type { OperationParts } from './OperationParts';
import { createOperation } from './ownOperations';
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
  // Webhooks have no part in what these operations make.
  const parts = {
    ...{ store, bare },
    urls: new RepositoryUrls(config),
    access: new RepositoryAccess({ store, permissions: mockServices.permissions() }),
    events: new PushEvents({
      ...{ logger, store, clock: systemClock },
      events: mockServices.events.mock({ publish: async () => {} }),
      ...{ relay: { tell: async () => {} }, webhooks: { pushed: async () => {} } },
    }),
  } as Partial<OperationParts> as OperationParts;
  const kube = await createKubeService({ config, logger });
  const context = (id: string, actor = 'user:default/dana') => ({
    ...{ id, actor, kube, logger, clock: systemClock, report: () => {} },
    signal: new AbortController().signal,
  });
  const create = createOperation(parts);
  const commit = commitOperation(parts);
  const [open] = pullRequestOperations(parts);
  const commits = async (branch = 'main') =>
    logOf(await bare.open(PLACE), { range: branch, limit: 10 });
  return { store, bare, create, commit, open, context, commits };
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
