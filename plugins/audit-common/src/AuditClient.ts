import { ResponseError } from '@backstage/errors';
import { formatQuery, RouteClient } from '@kubemate/http-common';
import type { ClientQuery, RequestOptions, RouteClientOptions } from '@kubemate/http-common';
import { auditRoutes } from './routes';
import type { recordFilterSchema } from './schemas';
import type * as types from './types';

/** Conditions as a caller writes them: lists joined by commas, times as epoch milliseconds or ISO 8601. */
export type RecordFilterText = ClientQuery<typeof recordFilterSchema>;

/**
 * Everything `/api/audit` answers to people, typed.
 * @throws ResponseError with the server's error as its cause
 */
export interface AuditApi {
  listRecords(
    query: RecordFilterText & { readonly limit?: number; readonly cursor?: string },
    options?: RequestOptions,
  ): Promise<types.RecordPage>;
  getFacets(query: RecordFilterText, options?: RequestOptions): Promise<types.RecordFacets>;
  getRecord(id: string, options?: RequestOptions): Promise<types.AuditEntry>;
  getStatus(options?: RequestOptions): Promise<types.AuditStatus>;
  verify(options?: RequestOptions): Promise<types.VerifyReport>;
  listNotices(options?: RequestOptions): Promise<types.NoticeList>;
  readNotices(ids: readonly string[], options?: RequestOptions): Promise<types.NoticeList>;
  /** The whole file. */
  exportRecords(
    query: RecordFilterText & { readonly format: types.ExportFormat },
    options?: RequestOptions,
  ): Promise<string>;
}

export class AuditClient implements AuditApi {
  readonly #routes: RouteClient;
  readonly #options: RouteClientOptions;

  constructor({
    fetch,
    baseUrl = 'plugin://audit',
  }: {
    fetch: RouteClientOptions['fetch'];
    baseUrl?: RouteClientOptions['baseUrl'];
  }) {
    this.#options = { fetch, baseUrl };
    this.#routes = new RouteClient(this.#options);
  }

  listRecords: AuditApi['listRecords'] = (query, options) =>
    this.#routes.json(auditRoutes.listRecords, { query }, options);

  getFacets: AuditApi['getFacets'] = (query, options) =>
    this.#routes.json(auditRoutes.getFacets, { query }, options);

  getRecord: AuditApi['getRecord'] = (id, options) =>
    this.#routes.json(auditRoutes.getRecord, { params: { id } }, options);

  getStatus: AuditApi['getStatus'] = options =>
    this.#routes.json(auditRoutes.getStatus, {}, options);

  verify: AuditApi['verify'] = options => this.#routes.json(auditRoutes.verify, {}, options);

  listNotices: AuditApi['listNotices'] = options =>
    this.#routes.json(auditRoutes.listNotices, {}, options);

  readNotices: AuditApi['readNotices'] = (ids, options) =>
    this.#routes.json(auditRoutes.readNotices, { body: { ids: [...ids] } }, options);

  exportRecords: AuditApi['exportRecords'] = async (query, options) => {
    const base = this.#options.baseUrl;
    const url = typeof base === 'string' ? base : await base();
    const response = await this.#options.fetch(`${url}/export${formatQuery(query)}`, {
      signal: options?.signal,
      headers: options?.token === undefined ? {} : { authorization: `Bearer ${options.token}` },
    });
    if (!response.ok) throw await ResponseError.fromResponse(response);
    return await response.text();
  };
}
