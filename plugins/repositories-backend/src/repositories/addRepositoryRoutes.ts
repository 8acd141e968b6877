import { InputError, NotFoundError } from '@backstage/errors';
import type { RouteTable } from '@kubemate/http-node';
import { repositoriesRoutes } from '@kubemate/plugin-repositories-common';
import type { Repository } from '@kubemate/plugin-repositories-common';
import type { BareRepositories } from '../git/BareRepositories';
import {
  branchesOf,
  commitOf,
  findEntry,
  headOf,
  listEntries,
  logOf,
  MAX_FILE_BYTES,
  readBlob,
} from '../git/Snapshot';
import type { Entry } from '../git/Snapshot';
import { diffBetween } from '../git/mergeBranches';
import type { RepositoryStore, StoredRepository } from '../store/RepositoryStore';
import { readPullRequest } from './readPullRequest';
import { isTheirs } from './RepositoryAccess';
import type { Asker, Offer, RepositoryAccess } from './RepositoryAccess';
import type { HostedRepositories } from '../hosts/HostedRepositories';
import type { TemplateDrift } from '../templates/TemplateDrift';
import type { RepositoryUrls } from './RepositoryUrls';

/** What git calls the tree without files; every repository has it. */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904';

export interface RepositoryRoutesDeps {
  readonly access: RepositoryAccess;
  readonly store: RepositoryStore;
  readonly bare: BareRepositories;
  readonly urls: RepositoryUrls;
  readonly drift: TemplateDrift;
  readonly hosted: HostedRepositories;
}

/** Commits and pull requests. */
function addHistoryRoutes(
  routes: RouteTable,
  { access, bare, store }: Pick<RepositoryRoutesDeps, 'access' | 'bare' | 'store'>,
): void {
  routes.json(repositoriesRoutes.listCommits, async ({ params, query, ...asker }) => {
    const repository = await access.get(params, asker);
    const folder = await bare.open(repository);
    const { ref, path, limit } = query;
    const { defaultBranch } = repository;
    const isEmpty = ref === undefined && (await headOf(folder, defaultBranch)) === undefined;
    if (isEmpty) return { items: [] };
    const range = await commitOf(folder, ref ?? defaultBranch);
    return { items: await logOf(folder, { range, path, limit }) };
  });

  routes.json(repositoriesRoutes.getCommit, async ({ params, ...asker }) => {
    const repository = await access.get(params, asker);
    const folder = await bare.open(repository);
    const id = await commitOf(folder, params.commit);
    const [commit] = await logOf(folder, { range: id, limit: 1 });
    if (!commit) throw new NotFoundError(`There is no commit ${id}`);
    const from = commit.parents[0] ?? EMPTY_TREE;
    return { ...commit, ...(await diffBetween(folder, { from, to: id })) };
  });

  routes.json(repositoriesRoutes.listPullRequests, async ({ params, query, ...asker }) => {
    const repository = await access.get(params, asker);
    const found = await store.pullRequests(repository, query.state);
    const items = found.map(({ headCommit, baseCommit, ...each }) => each);
    return { items };
  });

  routes.json(repositoriesRoutes.getPullRequest, async ({ params, ...asker }) => {
    const repository = await access.get(params, asker);
    return readPullRequest({ repository, number: params.number }, { store, bare });
  });
}

/** Repositories as the caller may see them. What changes them is an operation, or a push. */
export function addRepositoryRoutes(routes: RouteTable, deps: RepositoryRoutesDeps): void {
  const { access, store, bare, urls } = deps;
  const describe = (
    repository: StoredRepository,
    asker: Asker,
    { offer, open }: { offer: Offer; open: ReadonlyMap<string, number> },
  ): Repository => {
    const theirs = isTheirs(repository, asker, offer);
    return {
      ...repository,
      cloneUrl: urls.clone(repository),
      openPullRequests: open.get(`${repository.owner}/${repository.name}`) ?? 0,
      may: {
        write: theirs && offer.write,
        merge: theirs && offer.merge,
        configure: theirs && offer.configure,
        delete: theirs && offer.delete,
      },
    };
  };

  routes.json(repositoriesRoutes.listRepositories, async asker => {
    const { repositories, offer } = await access.list(asker);
    const open = await store.openPullRequests();
    const items = repositories.map(each => describe(each, asker, { offer, open }));
    return { items, mayCreate: offer.create };
  });

  routes.json(repositoriesRoutes.getRepository, async ({ params, ...asker }) => {
    const { offer, ...repository } = await access.get(params, asker);
    const folder = await bare.open(repository);
    const commit = await headOf(folder, repository.defaultBranch);
    const [head] = commit === undefined ? [] : await logOf(folder, { range: commit, limit: 1 });
    const branches = await branchesOf(folder);
    const open = await store.openPullRequests();
    return { ...describe(repository, asker, { offer, open }), ...(head ? { head } : {}), branches };
  });

  routes.json(repositoriesRoutes.readFiles, async ({ params, query, ...asker }) => {
    const repository = await access.get(params, asker);
    const { path, recursive, ref = repository.defaultBranch } = query;
    const folder = await bare.open(repository);
    const commit = await commitOf(folder, ref);
    const entry = path === '' ? undefined : await findEntry(folder, { commit, path });
    if (path !== '' && entry === undefined)
      throw new NotFoundError(`There is no ${path} in ${ref}`);
    if (entry === undefined || entry.kind === 'folder') {
      const { entries, isCut } = await listEntries(folder, { commit, path, recursive });
      return { ref, commit, path, items: entries.map(({ object, ...each }) => each), isCut };
    }
    const bytes = await readFile(folder, entry);
    const encoding = isText(bytes) ? ('utf8' as const) : ('base64' as const);
    const { object, ...item } = entry;
    const file = {
      ...{ size: bytes.length, encoding, content: bytes.toString(encoding) },
      executable: entry.executable ?? false,
    };
    return { ref, commit, path, items: [item], isCut: false, file };
  });

  addHistoryRoutes(routes, deps);

  routes.json(repositoriesRoutes.listTemplated, asker => deps.drift.list(asker));
  routes.json(repositoriesRoutes.getTemplated, ({ params, ...asker }) =>
    deps.drift.get(params, asker),
  );
  routes.json(repositoriesRoutes.getTemplatedOnHost, ({ query, ...asker }) =>
    deps.drift.getOnHost(query.repository, asker),
  );
  routes.json(repositoriesRoutes.listFilesOnHost, async ({ query, ...asker }) => {
    const { remote, folder, head, defaultBranch } = await deps.hosted.open(query.repository, asker);
    const at = { commit: head, path: '', recursive: true };
    const { entries, isCut } = await listEntries(folder, at);
    return {
      ...{ repository: remote.name.url, cloneUrl: remote.cloneUrl, defaultBranch, commit: head },
      ...{ owners: [...remote.owners], files: entries.map(({ path }) => path), isCut },
    };
  });
}

async function readFile(folder: string, { kind, path, size = 0, object }: Entry): Promise<Buffer> {
  if (kind === 'submodule') throw new InputError(`${path} is a submodule`);
  if (size > MAX_FILE_BYTES)
    throw new InputError(`${path} is too large to be shown; clone the repository`);
  return readBlob(folder, object);
}

function isText(bytes: Buffer): boolean {
  return !bytes.includes(0) && Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes);
}
