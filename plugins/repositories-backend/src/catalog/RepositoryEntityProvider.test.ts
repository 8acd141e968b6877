import { mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import type { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import { DefaultEventsService } from '@backstage/plugin-events-node';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BareRepositories } from '../git/BareRepositories';
import { commitFiles } from '../git/commitFiles';
import { PUSH_TOPIC } from '../repositories/pushEvent';
import { RepositoryUrls } from '../repositories/RepositoryUrls';
import type { StoredRepository } from '../store/RepositoryStore';
import { RepositoryEntityProvider } from './RepositoryEntityProvider';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'provider-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NONE = '0'.repeat(40);

function stored(name: string): StoredRepository {
  return {
    ...{ owner: 'shop-team', name, group: 'group:default/shop-team', visibility: 'internal' },
    ...{ defaultBranch: 'main', protectDefaultBranch: false },
    ...{ createdAt: 1, createdBy: 'user:default/dana' },
  };
}

/** What the catalog is told of repositories, of which some have files and some no folder at all. */
async function provide(repositories: Readonly<Record<string, readonly string[] | 'lost'>>) {
  const bare = new BareRepositories({ folder, maxPushBytes: 1024 * 1024 });
  for (const [name, files] of Object.entries(repositories)) {
    if (files === 'lost') continue;
    const place = { owner: 'shop-team', name };
    await bare.create(place, { defaultBranch: 'main' });
    if (files.length === 0) continue;
    await commitFiles(await bare.open(place), {
      ...{ branch: 'main', head: undefined, parent: undefined, message: 'Begin', at: 1 },
      files: Object.fromEntries(files.map(file => [file, 'x\n'])),
      author: { name: 'dana', email: 'dana@example.com' },
    });
  }
  const told: { type: string; targets: unknown[]; removed: unknown[] }[] = [];
  const refreshed: string[] = [];
  const targetOf = ({ entity }: { entity: { spec?: unknown } }) =>
    String((entity.spec as { target: string }).target).replace(/^.*shop-team\//, '');
  const connection: EntityProviderConnection = {
    async applyMutation(mutation) {
      told.push(
        mutation.type === 'full'
          ? { type: 'full', targets: mutation.entities.map(targetOf), removed: [] }
          : {
              type: 'delta',
              targets: mutation.added.map(targetOf),
              removed:
                'entity' in (mutation.removed[0] ?? {})
                  ? mutation.removed.map(each => targetOf(each as Parameters<typeof targetOf>[0]))
                  : [],
            },
      );
    },
    async refresh({ keys }) {
      refreshed.push(...keys);
    },
  };
  const events = DefaultEventsService.create({ logger: mockServices.logger.mock() });
  const known = Object.keys(repositories).map(stored);
  const provider = new RepositoryEntityProvider({
    ...{ bare, events, logger: mockServices.logger.mock() },
    urls: new RepositoryUrls(new ConfigReader({ backend: { baseUrl: 'http://portal.example' } })),
    directory: {
      list: async () => known,
      get: async ({ name }) => known.find(each => each.name === name),
    },
  });
  await provider.connect(connection);
  return { provider, events, told, refreshed };
}

it('tells at once of every repository that describes something, as after a restart', async () => {
  const { provider, told } = await provide({
    cart: ['catalog-info.yaml', 'README.md'],
    empty: [],
    plain: ['README.md', 'docs/catalog-info.yaml'],
    search: ['catalog-info.yaml'],
  });
  const full = {
    ...{ type: 'full', removed: [] },
    targets: ['cart.git/blob/main/catalog-info.yaml', 'search.git/blob/main/catalog-info.yaml'],
  };
  // Once by itself, and once where it is asked to.
  await provider.refresh();
  expect(told).toEqual([full, full]);
});

it('keeps what the catalog has of a repository whose folder cannot be read just now', async () => {
  const { provider, told } = await provide({ away: 'lost' });
  await provider.refresh();
  expect(told[0]?.targets).toEqual(['away.git/blob/main/catalog-info.yaml']);
});

it('goes by pushes to the default branch only, and by nothing that is no push', async () => {
  const { provider, events, told, refreshed } = await provide({ cart: ['catalog-info.yaml'] });
  const push = { owner: 'shop-team', name: 'cart', before: NONE, after: NONE, pusher: 'user:x/y' };
  const publish = (eventPayload: unknown) => events.publish({ topic: PUSH_TOPIC, eventPayload });
  await publish({ ...push, ref: 'refs/heads/feature' });
  await publish({ ...push, ref: 'refs/tags/v1' });
  await publish({ anything: 'else' });
  await publish({ ...push, ref: 'refs/heads/main' });
  await publish({ ...push, name: 'gone', ref: 'refs/heads/main' });
  // Whatever is told is told in turn.
  await provider.refresh();
  expect(told.filter(({ type }) => type === 'delta')).toEqual([
    { type: 'delta', targets: ['cart.git/blob/main/catalog-info.yaml'], removed: [] },
    { type: 'delta', targets: [], removed: ['gone.git/blob/main/catalog-info.yaml'] },
  ]);
  expect(refreshed).toContain(
    'url:http://portal.example/api/repositories/git/shop-team/cart.git/blob/main/catalog-info.yaml',
  );
});
