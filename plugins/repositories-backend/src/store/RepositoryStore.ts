import type {
  PullRequest,
  Visibility,
  RepositoryPlace,
} from '@kubemate/plugin-repositories-common';

/** A repository as it is kept. */
export interface StoredRepository extends RepositoryPlace {
  readonly group: string;
  readonly description?: string;
  readonly visibility: Visibility;
  readonly defaultBranch: string;
  readonly protectDefaultBranch: boolean;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly pushedAt?: number;
}

export interface StoredPullRequest extends PullRequest {
  /** Where the branches stood when it ended. */
  readonly headCommit?: string;
  readonly baseCommit?: string;
}

export type NewPullRequest = Pick<
  StoredPullRequest,
  'title' | 'body' | 'head' | 'base' | 'author' | 'createdAt'
>;

export type PullRequestEnd = Pick<
  StoredPullRequest,
  'endedAt' | 'endedBy' | 'headCommit' | 'baseCommit' | 'mergeCommit'
> & { readonly state: 'merged' | 'closed' };

/** What is known of repositories beside their content. Shared by all replicas of the portal. */
export interface RepositoryStore {
  list(): Promise<readonly StoredRepository[]>;
  get(place: RepositoryPlace): Promise<StoredRepository | undefined>;
  /** @throws ConflictError where there is one of that name */
  insert(repository: StoredRepository): Promise<void>;
  update(
    place: RepositoryPlace,
    changes: Partial<Pick<StoredRepository, 'description' | 'visibility' | 'protectDefaultBranch'>>,
  ): Promise<void>;
  /** Notes that a ref was changed. */
  pushed(place: RepositoryPlace, at: number): Promise<void>;
  /** How many pull requests are open, by `<owner>/<name>`; repositories without one are not in it. */
  openPullRequests(): Promise<ReadonlyMap<string, number>>;
  /** With its pull requests. */
  remove(place: RepositoryPlace): Promise<void>;
  pullRequests(
    place: RepositoryPlace,
    state: StoredPullRequest['state'] | 'all',
  ): Promise<readonly StoredPullRequest[]>;
  pullRequest(place: RepositoryPlace, number: number): Promise<StoredPullRequest | undefined>;
  /** Gives it the next number of its repository. */
  insertPullRequest(place: RepositoryPlace, request: NewPullRequest): Promise<number>;
  /** @throws ConflictError where it has ended already */
  endPullRequest(place: RepositoryPlace, number: number, end: PullRequestEnd): Promise<void>;
}
