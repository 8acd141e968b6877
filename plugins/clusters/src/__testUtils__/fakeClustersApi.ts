import type { Row } from '@kubemate/kube-common';
import type {
  Cluster,
  ClustersApi,
  ClusterSummary,
  Fleet,
  LogEvent,
  ResourceType,
  RowEvent,
  RowPage,
} from '@kubemate/plugin-clusters-common';

export function makeCluster(name: string, rest: Partial<Cluster> = {}): Cluster {
  return {
    name,
    title: name,
    source: 'sandbox',
    labels: { environment: name },
    server: `${name}.example:6443`,
    identity: 'impersonate',
    connection: { state: 'ready', since: 0 },
    version: 'v1.37.2',
    latencies: [4, 5, 6],
    asOf: Date.now(),
    apiGroups: ['metrics.k8s.io'],
    ...rest,
  };
}

export function makeSummary(cluster: Cluster, rest: Partial<ClusterSummary> = {}): ClusterSummary {
  return {
    cluster,
    nodes: { total: 3, ready: 2, gpu: 1 },
    allocatable: { cpu: 12, memory: 48 * 2 ** 30, pods: 330, gpu: 2 },
    requested: { cpu: 6, memory: 20 * 2 ** 30, pods: 40, gpu: 1 },
    used: { cpu: 3, memory: 10 * 2 ** 30 },
    complete: true,
    pods: { ok: 38, progressing: 0, warning: 1, failed: 2, idle: 0, unknown: 0 },
    namespaces: 5,
    failures: [],
    ...rest,
  };
}

export function makeFleet(clusters: ClusterSummary[], rest: Partial<Fleet> = {}): Fleet {
  return { clusters, attention: [], attentionTotal: 0, failures: [], asOf: Date.now(), ...rest };
}

export function makeRow(name: string, rest: Partial<Row> = {}): Row {
  return {
    cluster: 'dev',
    namespace: 'shop',
    name,
    uid: name,
    resourceVersion: '1',
    created: Date.now() - 60_000,
    health: 'ok',
    cells: { status: 'Running', ready: '1/1', restarts: 0 },
    ...rest,
  };
}

export function makePage(items: Row[], rest: Partial<RowPage> = {}): RowPage {
  return {
    items,
    offset: 0,
    total: items.length,
    failures: [],
    asOf: Date.now(),
    columns: [
      { id: 'ready', title: 'Ready', type: 'fraction', priority: 0 },
      { id: 'status', title: 'Status', type: 'text', priority: 0 },
      { id: 'restarts', title: 'Restarts', type: 'number', priority: 0 },
    ],
    ...rest,
  };
}

export const podType: ResourceType = {
  resource: 'v1/pods',
  group: '',
  version: 'v1',
  plural: 'pods',
  kind: 'Pod',
  singular: 'pod',
  namespaced: true,
  shortNames: ['po'],
  categories: ['all'],
  custom: false,
  columns: [],
  verbs: ['get', 'list', 'watch'],
};

const never = () => new Promise<never>(() => {});

/** A stream that says what it is given and then stays open until it is aborted. */
export async function* openStream<T>(
  events: readonly T[],
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, undefined> {
  yield* events;
  await new Promise<void>(resolve => {
    if (signal?.aborted) resolve();
    else signal?.addEventListener('abort', () => resolve());
  });
}

/** A stream that fails before its first event. */
export async function* failStream(error: Error): AsyncGenerator<never, void, undefined> {
  throw error;
}

/** An API in which everything is still on its way; a test gives the answers that it is about. */
export function fakeClustersApi(answers: Partial<ClustersApi> = {}): ClustersApi {
  return {
    listClusters: never,
    getClusterSummary: never,
    getFleet: never,
    listIdentities: never,
    listNodes: never,
    listResources: never,
    listRows: never,
    watchRows: (_, options) => openStream<RowEvent>([], options?.signal),
    listSelected: never,
    discover: never,
    getObject: never,
    listEvents: never,
    listRelated: never,
    getTopology: never,
    explain: never,
    streamLogs: (_, options) => openStream<LogEvent>([], options?.signal),
    search: never,
    listRevisions: never,
    listRegistrations: never,
    listHelmReleases: never,
    getHelmHistory: never,
    getSchema: never,
    ...answers,
  };
}
