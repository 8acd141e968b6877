import { RouteClient } from '@kubemate/http-common';
import type { ClientQuery, RequestOptions } from '@kubemate/http-common';
import { tenantsMachineRoutes, tenantsRoutes } from './routes';
import type * as types from './types';

type Query<N extends keyof typeof tenantsRoutes> = ClientQuery<(typeof tenantsRoutes)[N]['query']>;

export type AccessRequest = Query<'explainAccess'>;
export type MatrixRequest = Query<'accessMatrix'>;

/**
 * Everything `/api/tenants` answers beside its operations, typed.
 * @throws ResponseError with the server's error as its cause
 */
export interface TenantsApi {
  listTenants(query?: Query<'listTenants'>, options?: RequestOptions): Promise<types.TenantList>;
  getTenant(name: string, options?: RequestOptions): Promise<types.Tenant>;
  getTenantStatus(name: string, options?: RequestOptions): Promise<types.TenantStatus>;
  listQuotaRequests(
    name: string,
    options?: RequestOptions,
  ): Promise<{ items: types.QuotaRequest[] }>;
  listRoles(options?: RequestOptions): Promise<{ items: types.TenantRole[] }>;
  listSubjects(query?: Query<'listSubjects'>, options?: RequestOptions): Promise<types.SubjectList>;
  explainAccess(query: AccessRequest, options?: RequestOptions): Promise<types.AccessAnswer>;
  accessMatrix(query: MatrixRequest, options?: RequestOptions): Promise<types.AccessMatrix>;
  accessFindings(options?: RequestOptions): Promise<types.AccessFindings>;
}

/** {@link TenantsApi} over `fetch`, in the browser and in other backends. */
export class TenantsClient implements TenantsApi {
  readonly #routes: RouteClient;

  constructor(options: {
    fetch: typeof globalThis.fetch;
    /** Where `/api/tenants` is; where absent the browser's `fetchApi` finds it by `plugin://tenants`. */
    baseUrl?: string | (() => string | Promise<string>);
  }) {
    const { fetch, baseUrl = 'plugin://tenants' } = options;
    this.#routes = new RouteClient({ fetch, baseUrl });
  }

  listTenants(query: Query<'listTenants'> = {}, options?: RequestOptions) {
    return this.#routes.json(tenantsRoutes.listTenants, { query }, options);
  }

  getTenant(name: string, options?: RequestOptions) {
    return this.#routes.json(tenantsRoutes.getTenant, { params: { name } }, options);
  }

  getTenantStatus(name: string, options?: RequestOptions) {
    return this.#routes.json(tenantsRoutes.getTenantStatus, { params: { name } }, options);
  }

  listQuotaRequests(name: string, options?: RequestOptions) {
    return this.#routes.json(tenantsRoutes.listQuotaRequests, { params: { name } }, options);
  }

  listRoles(options?: RequestOptions) {
    return this.#routes.json(tenantsRoutes.listRoles, {}, options);
  }

  listSubjects(query: Query<'listSubjects'> = {}, options?: RequestOptions) {
    return this.#routes.json(tenantsRoutes.listSubjects, { query }, options);
  }

  /** For backends, with credentials of a plugin. */
  getDirectory(options?: RequestOptions) {
    return this.#routes.json(tenantsMachineRoutes.getDirectory, {}, options);
  }

  explainAccess(query: AccessRequest, options?: RequestOptions) {
    return this.#routes.json(tenantsRoutes.explainAccess, { query }, options);
  }

  accessMatrix(query: MatrixRequest, options?: RequestOptions) {
    return this.#routes.json(tenantsRoutes.accessMatrix, { query }, options);
  }

  accessFindings(options?: RequestOptions) {
    return this.#routes.json(tenantsRoutes.accessFindings, {}, options);
  }
}
