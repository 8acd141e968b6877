import { RouteClient } from '@kubemate/http-common';
import type { ClientQuery, RequestOptions } from '@kubemate/http-common';
import { repositoriesRoutes } from './routes';
import type {
  KnownTemplate,
  TemplatedRepository,
  TemplatedRepositoryDetail,
} from './templateRecord';
import type * as types from './types';

type Query<N extends keyof typeof repositoriesRoutes> = ClientQuery<
  (typeof repositoriesRoutes)[N]['query']
>;

/** Names one repository. */
export interface RepositoryPlace {
  readonly owner: string;
  readonly name: string;
}

/**
 * Everything `/api/repositories` answers beside its operations, typed.
 * @throws ResponseError with the server's error as its cause
 */
export interface RepositoriesApi {
  listRepositories(
    options?: RequestOptions,
  ): Promise<{ items: types.Repository[]; mayCreate: boolean }>;
  getRepository(place: RepositoryPlace, options?: RequestOptions): Promise<types.RepositoryDetail>;
  readFiles(
    place: RepositoryPlace,
    query?: Query<'readFiles'>,
    options?: RequestOptions,
  ): Promise<types.Files>;
  listCommits(
    place: RepositoryPlace,
    query?: Query<'listCommits'>,
    options?: RequestOptions,
  ): Promise<{ items: types.Commit[] }>;
  getCommit(
    place: RepositoryPlace & { readonly commit: string },
    options?: RequestOptions,
  ): Promise<types.CommitDetail>;
  listPullRequests(
    place: RepositoryPlace,
    query?: Query<'listPullRequests'>,
    options?: RequestOptions,
  ): Promise<{ items: types.PullRequest[] }>;
  getPullRequest(
    place: RepositoryPlace & { readonly number: number },
    options?: RequestOptions,
  ): Promise<types.PullRequestDetail>;
  listTemplated(
    options?: RequestOptions,
  ): Promise<{ items: TemplatedRepository[]; templates: KnownTemplate[] }>;
  getTemplated(
    place: RepositoryPlace,
    options?: RequestOptions,
  ): Promise<TemplatedRepositoryDetail>;
  getTemplatedOnHost(
    query: Query<'getTemplatedOnHost'>,
    options?: RequestOptions,
  ): Promise<TemplatedRepositoryDetail>;
  listFilesOnHost(
    query: Query<'listFilesOnHost'>,
    options?: RequestOptions,
  ): Promise<types.FilesOnHost>;
  /** The caller's own. */
  listAccessTokens(options?: RequestOptions): Promise<{ items: types.AccessToken[] }>;
  listWebhooks(
    place: RepositoryPlace,
    options?: RequestOptions,
  ): Promise<{ items: types.Webhook[] }>;
  listDeliveries(
    place: RepositoryPlace & { readonly webhook: string },
    query?: Query<'listDeliveries'>,
    options?: RequestOptions,
  ): Promise<{ items: types.Delivery[] }>;
  getDelivery(
    place: RepositoryPlace & { readonly webhook: string; readonly delivery: string },
    options?: RequestOptions,
  ): Promise<types.DeliveryDetail>;
}

/** {@link RepositoriesApi} over `fetch`, in the browser and in other backends. */
export class RepositoriesClient implements RepositoriesApi {
  readonly #routes: RouteClient;

  constructor(options: {
    fetch: typeof globalThis.fetch;
    /** Where `/api/repositories` is; where absent the browser's `fetchApi` finds it by `plugin://repositories`. */
    baseUrl?: string | (() => string | Promise<string>);
  }) {
    const { fetch, baseUrl = 'plugin://repositories' } = options;
    this.#routes = new RouteClient({ fetch, baseUrl });
  }

  listRepositories(options?: RequestOptions) {
    return this.#routes.json(repositoriesRoutes.listRepositories, {}, options);
  }

  getRepository({ owner, name }: RepositoryPlace, options?: RequestOptions) {
    return this.#routes.json(
      repositoriesRoutes.getRepository,
      { params: { owner, name } },
      options,
    );
  }

  readFiles(
    { owner, name }: RepositoryPlace,
    query: Query<'readFiles'> = {},
    options?: RequestOptions,
  ) {
    return this.#routes.json(
      repositoriesRoutes.readFiles,
      { params: { owner, name }, query },
      options,
    );
  }

  listCommits(
    { owner, name }: RepositoryPlace,
    query: Query<'listCommits'> = {},
    options?: RequestOptions,
  ) {
    return this.#routes.json(
      repositoriesRoutes.listCommits,
      { params: { owner, name }, query },
      options,
    );
  }

  getCommit(
    { owner, name, commit }: RepositoryPlace & { readonly commit: string },
    options?: RequestOptions,
  ) {
    return this.#routes.json(
      repositoriesRoutes.getCommit,
      { params: { owner, name, commit } },
      options,
    );
  }

  listPullRequests(
    { owner, name }: RepositoryPlace,
    query: Query<'listPullRequests'> = {},
    options?: RequestOptions,
  ) {
    return this.#routes.json(
      repositoriesRoutes.listPullRequests,
      { params: { owner, name }, query },
      options,
    );
  }

  getPullRequest(
    { owner, name, number }: RepositoryPlace & { readonly number: number },
    options?: RequestOptions,
  ) {
    return this.#routes.json(
      repositoriesRoutes.getPullRequest,
      { params: { owner, name, number } },
      options,
    );
  }

  listTemplated(options?: RequestOptions) {
    return this.#routes.json(repositoriesRoutes.listTemplated, {}, options);
  }

  getTemplated({ owner, name }: RepositoryPlace, options?: RequestOptions) {
    return this.#routes.json(repositoriesRoutes.getTemplated, { params: { owner, name } }, options);
  }

  getTemplatedOnHost(query: Query<'getTemplatedOnHost'>, options?: RequestOptions) {
    return this.#routes.json(repositoriesRoutes.getTemplatedOnHost, { query }, options);
  }

  listFilesOnHost(query: Query<'listFilesOnHost'>, options?: RequestOptions) {
    return this.#routes.json(repositoriesRoutes.listFilesOnHost, { query }, options);
  }

  listAccessTokens(options?: RequestOptions) {
    return this.#routes.json(repositoriesRoutes.listAccessTokens, {}, options);
  }

  listWebhooks({ owner, name }: RepositoryPlace, options?: RequestOptions) {
    return this.#routes.json(repositoriesRoutes.listWebhooks, { params: { owner, name } }, options);
  }

  listDeliveries(
    { owner, name, webhook }: RepositoryPlace & { readonly webhook: string },
    query: Query<'listDeliveries'> = {},
    options?: RequestOptions,
  ) {
    return this.#routes.json(
      repositoriesRoutes.listDeliveries,
      { params: { owner, name, webhook }, query },
      options,
    );
  }

  getDelivery(
    place: RepositoryPlace & { readonly webhook: string; readonly delivery: string },
    options?: RequestOptions,
  ) {
    const { owner, name, webhook, delivery } = place;
    return this.#routes.json(
      repositoriesRoutes.getDelivery,
      { params: { owner, name, webhook, delivery } },
      options,
    );
  }
}
