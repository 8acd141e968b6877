import { NotFoundError } from '@backstage/errors';
import type { KubeObject, ObjectRef, ResourceKind } from '@kubemate/kube-common';
import type { ClusterPool } from './clusters/ClusterPool';
import type {
  Access,
  AccessAnswer,
  ClusterState,
  KubeService,
  LogEvent,
  LogRequest,
  RowFacets,
  RowPage,
  RowQuery,
  Viewer,
  ViewerResource,
} from './KubeService';
import type { KubeWrite, WriteResult } from './KubeWrite';
import { printable } from './gateway/printable';
import type { ExecRequest, ExecSession } from './exec/ExecSession';
import { openExec } from './exec/openExec';
import { followLogs } from './logs/followLogs';
import { ConfinedServiceAccounts } from './accounts/ConfinedServiceAccounts';
import type { AccountTypes } from './accounts/ConfinedServiceAccounts';
import type { ServiceAccounts } from './accounts/ServiceAccounts';
import { ConfinedPortalReader } from './portal/ConfinedPortalReader';
import type { PortalReader } from './portal/PortalReader';
import { listAs } from './queries/listAs';
import { RowQueries } from './queries/RowQueries';
import type { Clock } from './reflector/Clock';
import type { NamespaceIds } from './rows/NamespaceSet';

/** {@link KubeService} over the portal's clusters. */
export class PortalKubeService implements KubeService {
  private readonly clusterPool: ClusterPool;
  private readonly clock: Clock;
  private readonly queries: RowQueries;

  constructor(options: {
    clusters: ClusterPool;
    ids: NamespaceIds;
    clock: Clock;
    random: () => number;
  }) {
    this.clusterPool = options.clusters;
    this.clock = options.clock;
    this.queries = new RowQueries(options);
  }

  clusters(): readonly ClusterState[] {
    return this.clusterPool.states();
  }

  onClustersChanged(listener: () => void, { signal }: { signal: AbortSignal }): void {
    if (signal.aborted) return;
    const stop = this.clusterPool.onChange(listener);
    signal.addEventListener('abort', stop, { once: true });
  }

  async resources(clusterName: string, viewer: Viewer): Promise<readonly ViewerResource[]> {
    const cluster = this.clusterPool.get(clusterName);
    const catalog = await cluster.ensureCatalog();
    const kinds = catalog.kinds().filter(kind => kind.verbs.includes('list'));
    const verbs = await cluster.access.verbs(kinds, viewer);
    return Promise.all(
      kinds.map(async kind => ({
        ...kind,
        columns: (await cluster.projectorOf(kind)).columns,
        allowedVerbs: verbs.get(kind) ?? [],
      })),
    );
  }

  rows(query: RowQuery, viewer: Viewer): Promise<RowPage> {
    return this.queries.rows(query, viewer);
  }

  watchRows(
    query: RowQuery,
    viewer: Viewer,
    options: { signal: AbortSignal },
  ): ReturnType<KubeService['watchRows']> {
    return this.queries.watch(query, viewer, options);
  }

  allRows(
    query: Omit<RowQuery, 'limit' | 'cursor' | 'offset'>,
    viewer: Viewer,
  ): ReturnType<KubeService['allRows']> {
    return this.queries.allRows(query, viewer);
  }

  facets(query: RowQuery, viewer: Viewer): Promise<RowFacets> {
    return this.queries.facets(query, viewer);
  }

  async get({ cluster, ...target }: ObjectRef, viewer: Viewer): Promise<KubeObject> {
    return this.clusterPool.get(cluster).gateway.get(target, viewer);
  }

  async list(
    target: Parameters<KubeService['list']>[0],
    viewer: Viewer,
  ): Promise<readonly KubeObject[]> {
    return listAs(target, { caller: viewer, clusters: this.clusterPool });
  }

  async listableNamespaces(
    { cluster, resource }: Parameters<KubeService['listableNamespaces']>[0],
    viewer: Viewer,
  ): Promise<'all' | readonly string[]> {
    const kind = { ...resource, namespaced: true };
    return this.clusterPool.get(cluster).access.listableNamespaces(kind, viewer);
  }

  /** Reading API groups, or types of them, with the portal's own rights. */
  portalReader(types: readonly string[]): PortalReader {
    const { clusterPool: clusters, queries, clock } = this;
    return new ConfinedPortalReader({ types, clusters, queries, clock });
  }

  /** Acting as service accounts of clusters, on the types named. */
  serviceAccounts(types: AccountTypes): ServiceAccounts {
    return new ConfinedServiceAccounts({ types, clusters: this.clusterPool });
  }

  async may(access: Access, viewer: Viewer): Promise<boolean> {
    const { cluster, question } = questionOf(access);
    return this.clusterPool.get(cluster).access.may(question, viewer);
  }

  async mayWhy(access: Access, viewer: Viewer): Promise<AccessAnswer> {
    const { cluster, question } = questionOf(access);
    return this.clusterPool.get(cluster).access.mayWhy(question, viewer);
  }

  async whoAmI(cluster: string, viewer: Viewer): ReturnType<KubeService['whoAmI']> {
    const { access, gateway } = this.clusterPool.get(cluster);
    return { ...(await access.whoAmI(viewer)), sources: gateway.identitySources(viewer) };
  }

  async write(write: KubeWrite, viewer: Viewer): Promise<WriteResult> {
    return this.clusterPool.get(write.cluster).gateway.write(write, viewer);
  }

  async revealSecret({ cluster, ...target }: ObjectRef, viewer: Viewer): Promise<KubeObject> {
    return this.clusterPool.get(cluster).gateway.revealSecret(target, viewer);
  }

  async openApi(cluster: string, groupVersion: string, viewer: Viewer): Promise<unknown> {
    return this.clusterPool.get(cluster).openApi.document(groupVersion, viewer);
  }

  /** Discovery is the same for everybody: the API server shows it to all it knows. */
  async typeOf(object: Parameters<KubeService['typeOf']>[0]): Promise<ResourceKind> {
    const { apiVersion, kind } = object;
    const cluster = this.clusterPool.get(object.cluster);
    const known = (await cluster.ensureCatalog()).findKind(apiVersion, kind);
    const type = known ?? (await cluster.newerCatalog()).findKind(apiVersion, kind);
    if (type) return type;
    throw new NotFoundError(
      `cluster ${cluster.name} serves no ${shown(kind)} of ${shown(apiVersion)}`,
    );
  }

  logs(
    request: LogRequest,
    viewer: Viewer,
    { signal }: { signal: AbortSignal },
  ): AsyncIterable<LogEvent> {
    return followLogs(request, { viewer, signal, clusters: this.clusterPool, clock: this.clock });
  }

  async exec(
    request: ExecRequest,
    viewer: Viewer,
    { signal }: { signal: AbortSignal },
  ): Promise<ExecSession> {
    const cluster = this.clusterPool.get(request.cluster);
    return openExec(request, { cluster, viewer, signal, clock: this.clock });
  }

  async close(): Promise<void> {
    await this.queries.close();
    await this.clusterPool.close();
  }
}

function questionOf({ cluster, resource, ...rest }: Access) {
  const { group, plural } = resource;
  return { cluster, question: { ...rest, group, plural } };
}

/** A caller's text in a sentence. */
function shown(text: string): string {
  return printable(text).slice(0, 253);
}
