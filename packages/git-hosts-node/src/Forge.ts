import type { BackstageCredentials, BackstageUserPrincipal } from '@backstage/backend-plugin-api';
import type { ObjectDiff } from '@kubemate/operations-common';

/** For whom a repository is read or written: somebody who asks now, or somebody who has asked, and whose rights were looked at then. */
export type ForgeUser =
  | { readonly credentials: BackstageCredentials<BackstageUserPrincipal> }
  | { readonly user: string; readonly groups: readonly string[] };

/** Where git repositories are: the portal's own ones, or another server's. */
export interface Forge {
  /** @throws InputError where the name is none of this forge */
  open(repository: string, user: ForgeUser): ForgeRepository;
}

/** A file at the newest commit of the default branch. */
export interface ForgeFile {
  readonly text: string;
  readonly head: string;
  readonly branch: string;
  /** Nobody pushes to that branch: it changes by pull requests. */
  readonly isProtected: boolean;
}

export interface ForgeChange {
  readonly path: string;
  readonly text: string;
  readonly message: string;
  /** The commit that it was made against; another one is a conflict. */
  readonly head: string;
}

export interface ForgeProposal extends ForgeChange {
  /** Of the change; the same branch proposes the same thing once. */
  readonly branch: string;
}

export interface ForgePullRequest {
  readonly state: 'open' | 'merged' | 'closed';
  readonly mergeCommit?: string;
}

export interface ForgeCommit {
  readonly id: string;
  readonly message: string;
  readonly author: string;
  readonly at: number;
}

/** What a forge answers to a change that is only tried. */
export interface TriedCommit {
  readonly diff: readonly ObjectDiff[];
  readonly refusal?: string;
}

/**
 * One repository. Every method may be repeated: whoever goes on after a crash looks first.
 *
 * @throws NotFoundError, NotAllowedError, ConflictError, InputError, or ServiceUnavailableError where it does not answer
 */
export interface ForgeRepository {
  read(path: string): Promise<ForgeFile>;
  /** Paths below a folder, with their text; those that are not text, or too many, are left out. */
  folder(path: string): Promise<ReadonlyMap<string, string>>;
  /** Newest first. */
  log(path: string, limit: number): Promise<readonly ForgeCommit[]>;
  /** Changes nothing. With a branch, as a pull request would be. */
  tryCommit(change: ForgeChange & { readonly branch?: string }): Promise<TriedCommit>;
  /** Answers the commit. */
  commit(change: ForgeChange): Promise<string>;
  /** Opens a pull request, or finds the one that is there. Answers its number. */
  propose(proposal: ForgeProposal): Promise<number>;
  pullRequest(number: number): Promise<ForgePullRequest>;
  close(number: number): Promise<void>;
}
