import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { testDatabases } from '@kubemate/test-node';
import type { RunningDatabases } from '@kubemate/test-node';
import { KnexRepositoryStore } from './KnexRepositoryStore';

const place = { owner: 'shop-team', name: 'cart' };
const repository = {
  ...{ ...place, group: 'group:default/shop-team', visibility: 'internal' as const },
  ...{ defaultBranch: 'main', protectDefaultBranch: true },
  ...{ createdAt: 1_790_000_000_000, createdBy: 'user:default/dana' },
};
const request = {
  ...{ title: 'More', body: '', head: 'more', base: 'main' },
  ...{ author: 'user:default/dana', createdAt: 1_790_000_000_001 },
};

describe.each(testDatabases)(
  'KnexRepositoryStore on $name',
  ({ skipped, start: startDatabases }) => {
    // Skipped, and counted as that, where the database is not to be had.
    const it = skipped === undefined ? test : test.skip;
    let running: RunningDatabases | undefined;

    beforeAll(async () => {
      if (skipped === undefined) running = await startDatabases();
    }, 60_000);
    afterAll(() => running?.stop());

    async function start() {
      const { knex } = (await running?.create()) ?? {};
      if (knex === undefined) throw new Error('no database');
      const store = await KnexRepositoryStore.create({ getClient: async () => knex });
      return { knex, store };
    }

    it('keeps a repository, and when it was pushed to', async () => {
      const { store } = await start();
      await store.insert(repository);
      await expect(store.insert(repository)).rejects.toMatchObject({ name: 'ConflictError' });
      expect(await store.get(place)).toEqual(repository);
      await store.pushed(place, 1_790_000_000_002);
      expect(await store.list()).toEqual([{ ...repository, pushedAt: 1_790_000_000_002 }]);
      await store.remove(place);
      expect(await store.get(place)).toBeUndefined();
    }, 60_000);

    it('counts what is open, numbers requests, and ends each once', async () => {
      const { store } = await start();
      await store.insert(repository);
      expect(await store.openPullRequests()).toEqual(new Map());
      const numbers = [
        await store.insertPullRequest(place, request),
        await store.insertPullRequest(place, request),
      ];
      expect(numbers).toEqual([1, 2]);
      expect(await store.openPullRequests()).toEqual(new Map([['shop-team/cart', 2]]));
      const end = { state: 'closed' as const, endedAt: 3, endedBy: 'user:default/dana' };
      await store.endPullRequest(place, 1, end);
      await expect(store.endPullRequest(place, 1, end)).rejects.toMatchObject({
        name: 'ConflictError',
      });
      expect(await store.openPullRequests()).toEqual(new Map([['shop-team/cart', 1]]));
    }, 60_000);

    it('migrates down and up again', async () => {
      const { knex } = await start();
      const directory = resolvePackagePath('@kubemate/plugin-repositories-backend', 'migrations');
      await knex.migrate.rollback({ directory }, true);
      expect(await knex.schema.hasTable('repositories')).toBe(false);
      await knex.migrate.latest({ directory });
      expect(await knex.schema.hasColumn('repositories', 'pushed_at')).toBe(true);
    }, 60_000);
  },
);
