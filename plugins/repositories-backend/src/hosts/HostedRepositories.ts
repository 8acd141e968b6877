import { ServiceUnavailableError } from '@backstage/errors';
import type { HostedRemote, HostedRemotes } from '@kubemate/git-hosts-node';
import type { Phrase } from '@kubemate/operations-common';
import { sayRepository } from '@kubemate/plugin-repositories-common';
import type { CommitFiles } from '@kubemate/plugin-repositories-common';
import { randomUUID } from 'node:crypto';
import { commitFiles } from '../git/commitFiles';
import { runGit } from '../git/Git';
import { headOf } from '../git/Snapshot';
import type { Asker, RepositoryAccess } from '../repositories/RepositoryAccess';
import type { HostedMirrors } from './HostedMirrors';

export interface OpenedHosted {
  readonly remote: HostedRemote;
  /** A bare repository with the default branch. */
  readonly folder: string;
  readonly defaultBranch: string;
  readonly head: string;
  /** Why nobody can propose anything to it by the portal; undefined where one can. */
  readonly whyNotPushed: Phrase | undefined;
}

export interface HostedProposal {
  readonly branch: string;
  readonly title: string;
  readonly body: string;
  readonly files: CommitFiles;
  readonly by: string;
  readonly at: number;
  /** Not to be merged as it is. */
  readonly isDraft?: boolean;
}

export interface OpenedPullRequest {
  readonly number: number;
  readonly url: string;
  /** Where a draft was asked for: whether the host has made it one. */
  readonly isDraft?: boolean;
}

const AUTHOR = { name: 'Kubemate', email: 'portal@users.kubemate.invalid' };

/** Repositories of other git hosts, for those to whom the configuration gives them. */
export class HostedRepositories {
  constructor(
    private readonly options: {
      readonly remotes: HostedRemotes;
      readonly mirrors: Pick<HostedMirrors, 'open' | 'push'>;
      readonly access: Pick<RepositoryAccess, 'reading'>;
    },
  ) {}

  /**
   * @throws NotAllowedError for whoever may read no repositories
   * @throws NotFoundError where there is none, or not for them
   */
  async remote(address: string, asker: Asker): Promise<HostedRemote> {
    const { access, remotes } = this.options;
    await access.reading(asker);
    const { userEntityRef: user, ownershipEntityRefs: groups } = asker.viewer;
    return remotes.open(address, { user, groups });
  }

  /** @throws as {@link remote}, and ServiceUnavailableError where the host does not answer */
  async open(address: string, asker: Asker): Promise<OpenedHosted> {
    const remote = await this.remote(address, asker);
    const { branch, commit, mayPush } = await remote.repository.head();
    const folder = await this.options.mirrors.open(remote, { branch, commit });
    const head = await headOf(folder, branch);
    if (head === undefined)
      throw new ServiceUnavailableError(`${remote.name.url} gave no branch ${branch}`);
    const { host, url: repository } = remote.name;
    return {
      ...{ remote, folder, head, defaultBranch: branch },
      whyNotPushed: mayPush ? undefined : sayRepository('mayNotPush', { host, repository }),
    };
  }

  /** The pull request of a branch that is open on the host. */
  async openRequest(
    { repository, pullRequestUrl }: HostedRemote,
    branch: string,
  ): Promise<OpenedPullRequest | undefined> {
    const number = await repository.findPullRequest(branch);
    if (number === undefined) return undefined;
    const { state } = await repository.pullRequest(number);
    return state === 'open' ? { number, url: pullRequestUrl(number) } : undefined;
  }

  /** Commits files to a branch of their own and opens a pull request; whoever repeats it finds the one that is open. */
  async propose(opened: OpenedHosted, proposal: HostedProposal): Promise<OpenedPullRequest> {
    const { remote, folder, head, defaultBranch } = opened;
    const { branch, title, body, files, by, at, isDraft } = proposal;
    const known = await this.openRequest(remote, branch);
    if (known) return known;
    const making = `making/${randomUUID()}`;
    const commit = await commitFiles(folder, {
      ...{ branch: making, head: undefined, parent: head, files, author: AUTHOR, at },
      // The host knows the integration's account alone.
      message: `${title}\n\nRequested-by: ${by}`,
    });
    try {
      await this.options.mirrors.push(folder, remote, { commit, branch });
    } finally {
      await runGit(['update-ref', '-d', `refs/heads/${making}`], { repository: folder });
    }
    const text = `${body}\n\nRequested-by: ${by}`.trim();
    const { number, ...made } = await remote.repository.openPullRequest({
      ...{ branch, base: defaultBranch, title, body: text, isDraft },
    });
    return { number, url: remote.pullRequestUrl(number), ...(isDraft ? made : {}) };
  }
}
