import { NotFoundError } from '@backstage/errors';
import type { PullRequestDetail } from '@kubemate/plugin-repositories-common';
import type { BareRepositories } from '../git/BareRepositories';
import { diffOf, mergeBase, tryMerge } from '../git/mergeBranches';
import { findCommit, headOf, logOf } from '../git/Snapshot';
import type { RepositoryStore, StoredRepository } from '../store/RepositoryStore';

const MAX_COMMITS = 100;

/**
 * A pull request with all that git knows of it.
 * @throws NotFoundError where there is none of that number
 */
export async function readPullRequest(
  { repository, number }: { repository: StoredRepository; number: number },
  { store, bare }: { store: RepositoryStore; bare: BareRepositories },
): Promise<PullRequestDetail> {
  const found = await store.pullRequest(repository, number);
  if (!found) throw new NotFoundError(`There is no pull request ${number}`);
  const { headCommit, baseCommit, ...request } = found;
  const folder = await bare.open(repository);
  const isOpen = found.state === 'open';
  const head = isOpen ? await headOf(folder, found.head) : await known(folder, headCommit);
  const base = isOpen ? await headOf(folder, found.base) : await known(folder, baseCommit);
  if (head === undefined || base === undefined)
    return {
      ...request,
      ...{ commits: [], files: [], diff: '', diffIsCut: false, conflicts: [] },
      mergeable: isOpen ? 'gone' : 'ended',
    };
  const parting = await mergeBase(folder, { base, head });
  const range = parting === undefined ? head : `${parting}..${head}`;
  const tried = isOpen ? await tryMerge(folder, { base, head }) : undefined;
  return {
    ...request,
    ...{ headCommit: head, baseCommit: base },
    commits: await logOf(folder, { range, limit: MAX_COMMITS }),
    ...(await diffOf(folder, { base, head })),
    mergeable: tried?.kind ?? 'ended',
    conflicts: tried?.kind === 'conflicts' ? [...tried.files] : [],
  };
}

async function known(folder: string, commit: string | undefined): Promise<string | undefined> {
  return commit === undefined ? undefined : findCommit(folder, commit);
}
