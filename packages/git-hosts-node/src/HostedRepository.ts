import type { ForgeChange, ForgeCommit, ForgePullRequest } from './Forge';

/** Where the default branch is, and what the integration's credential may do to it. */
export interface HostedHead {
  readonly branch: string;
  readonly commit: string;
  readonly isProtected: boolean;
  /** The credential may push at all. */
  readonly mayPush: boolean;
}

export interface HostedEntry {
  /** From the root. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'other';
}

export interface HostedProposal {
  readonly branch: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  /** Asks the host to merge it only after somebody has said that it is ready. */
  readonly isDraft?: boolean;
}

export interface OpenedProposal {
  readonly number: number;
  /** False also where the host was asked for a draft and has none there. */
  readonly isDraft: boolean;
}

/**
 * One repository of a git host, by the host's own API and with its integration's credential: who may ask is decided before.
 *
 * @throws NotFoundError, NotAllowedError, ConflictError, InputError, ServiceUnavailableError
 */
export interface HostedRepository {
  head(): Promise<HostedHead>;
  /**
   * At a commit. Undefined for what is no text.
   * @throws NotFoundError where there is no such file
   */
  text(path: string, commit: string): Promise<string | undefined>;
  /** What is directly in a folder, at a commit. */
  list(folder: string, commit: string): Promise<readonly HostedEntry[]>;
  log(path: string, limit: number): Promise<readonly ForgeCommit[]>;
  /**
   * Onto the default branch.
   * @throws ConflictError where it has moved since `head`
   */
  commit(change: ForgeChange, branch: string): Promise<string>;
  /** Onto a branch of its own, which begins there. Nothing where that branch is there already. */
  branchOff(change: ForgeChange, branch: string, base: string): Promise<void>;
  /** Of a branch of the repository itself, whatever became of it; the newest. */
  findPullRequest(branch: string): Promise<number | undefined>;
  openPullRequest(proposal: HostedProposal): Promise<OpenedProposal>;
  pullRequest(number: number): Promise<ForgePullRequest>;
  close(number: number): Promise<void>;
}
