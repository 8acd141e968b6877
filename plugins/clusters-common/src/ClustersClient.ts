import { RouteClient } from '@kubemate/http-common';
import type { ClientQuery, RequestOptions } from '@kubemate/http-common';
import type { HelmHistory, HelmReleaseList, HelmReleaseRef } from './helm/helmSchemas';
import { clustersRoutes } from './routes';
import type { RegistrationList } from './registrations';
import type * as types from './types';

type Routes = typeof clustersRoutes;
type Query<N extends keyof Routes> = ClientQuery<Routes[N]['query']>;

export type RowsRequest = Query<'listRows'>;
export type SelectedRequest = Query<'listSelected'>;
export type DiscoveryRequest = Query<'discover'>;
export type ObjectRequest = Query<'getObject'>;
export type EventsRequest = Query<'listEvents'>;
export type ClusterRequest = Query<'listResources'>;
export type LogsRequest = Query<'streamLogs'>;
export type SearchRequest = Query<'search'>;
export type TopologyRequest = Query<'getTopology'>;
export type SchemaRequest = Query<'getSchema'>;
export type HelmReleasesRequest = Query<'listHelmReleases'>;

/**
 * Everything `/api/clusters` answers, typed. Answers are trusted to follow the contract, which the server's own
 * tests hold them to, and are not parsed again.
 *
 * Streams are opened when iterated, do not reconnect, and end when the server closes them in good order.
 *
 * @throws ResponseError with the server's error as its cause
 */
export interface ClustersApi {
  listClusters(options?: RequestOptions): Promise<types.ClusterList>;
  getClusterSummary(query: ClusterRequest, options?: RequestOptions): Promise<types.ClusterSummary>;
  getFleet(options?: RequestOptions): Promise<types.Fleet>;
  listIdentities(options?: RequestOptions): Promise<types.IdentityList>;
  listNodes(query: ClusterRequest, options?: RequestOptions): Promise<types.NodeList>;
  listResources(query: ClusterRequest, options?: RequestOptions): Promise<types.ResourceList>;
  listRows(query: RowsRequest, options?: RequestOptions): Promise<types.RowPage>;
  watchRows(query: RowsRequest, options?: RequestOptions): AsyncIterable<types.RowEvent>;
  listSelected(query: SelectedRequest, options?: RequestOptions): Promise<types.Selected>;
  discover(query: DiscoveryRequest, options?: RequestOptions): Promise<types.Discovery>;
  getObject(query: ObjectRequest, options?: RequestOptions): Promise<types.ClusterObject>;
  listEvents(query: EventsRequest, options?: RequestOptions): Promise<types.ClusterEventList>;
  listRelated(query: ObjectRequest, options?: RequestOptions): Promise<types.Related>;
  getTopology(query: TopologyRequest, options?: RequestOptions): Promise<types.Topology>;
  explain(query: ObjectRequest, options?: RequestOptions): Promise<types.Why>;
  streamLogs(query: LogsRequest, options?: RequestOptions): AsyncIterable<types.LogEvent>;
  search(query: SearchRequest, options?: RequestOptions): Promise<types.SearchResult>;
  listRevisions(query: ObjectRequest, options?: RequestOptions): Promise<types.RevisionList>;
  listRegistrations(options?: RequestOptions): Promise<RegistrationList>;
  listHelmReleases(query: HelmReleasesRequest, options?: RequestOptions): Promise<HelmReleaseList>;
  getHelmHistory(query: HelmReleaseRef, options?: RequestOptions): Promise<HelmHistory>;
  getSchema(query: SchemaRequest, options?: RequestOptions): Promise<types.KindSchema>;
}

export interface ClustersClientOptions {
  readonly fetch: typeof globalThis.fetch;
  /** Where `/api/clusters` is; where absent the browser's `fetchApi` finds it by `plugin://clusters`. */
  readonly baseUrl?: string | (() => string | Promise<string>);
}

/** {@link ClustersApi} over `fetch`, in the browser and in other backends. */
export class ClustersClient implements ClustersApi {
  readonly #routes: RouteClient;

  constructor({ fetch, baseUrl = 'plugin://clusters' }: ClustersClientOptions) {
    this.#routes = new RouteClient({ fetch, baseUrl });
  }

  listClusters(options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listClusters, {}, options);
  }

  getClusterSummary(query: ClusterRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.getClusterSummary, { query }, options);
  }

  getFleet(options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.getFleet, {}, options);
  }

  listIdentities(options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listIdentities, {}, options);
  }

  listNodes(query: ClusterRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listNodes, { query }, options);
  }

  listResources(query: ClusterRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listResources, { query }, options);
  }

  listRows(query: RowsRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listRows, { query }, options);
  }

  watchRows(query: RowsRequest, options?: RequestOptions) {
    return this.#routes.stream(clustersRoutes.watchRows, { query }, options);
  }

  listSelected(query: SelectedRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listSelected, { query }, options);
  }

  discover(query: DiscoveryRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.discover, { query }, options);
  }

  getObject(query: ObjectRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.getObject, { query }, options);
  }

  listEvents(query: EventsRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listEvents, { query }, options);
  }

  listRelated(query: ObjectRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listRelated, { query }, options);
  }

  getTopology(query: TopologyRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.getTopology, { query }, options);
  }

  explain(query: ObjectRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.explain, { query }, options);
  }

  streamLogs(query: LogsRequest, options?: RequestOptions) {
    return this.#routes.stream(clustersRoutes.streamLogs, { query }, options);
  }

  listRegistrations(options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listRegistrations, {}, options);
  }

  search(query: SearchRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.search, { query }, options);
  }

  listRevisions(query: ObjectRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listRevisions, { query }, options);
  }

  listHelmReleases(query: HelmReleasesRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.listHelmReleases, { query }, options);
  }

  getHelmHistory(query: HelmReleaseRef, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.getHelmHistory, { query }, options);
  }

  getSchema(query: SchemaRequest, options?: RequestOptions) {
    return this.#routes.json(clustersRoutes.getSchema, { query }, options);
  }
}
