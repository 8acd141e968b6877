import type { clustersOperations } from '@kubemate/plugin-clusters-common';
import { canaryOf, KIND_NAMES, KINDS } from './victim';
import type { KindName } from './victim';

/** One request that somebody else than the owner makes. */
export interface Attack {
  readonly label: string;
  readonly path: string;
  /** A POST with this body. */
  readonly body?: unknown;
  /** Never ends by itself. */
  readonly live?: boolean;
  /** Whether the owner's own answer to it must hold a canary: what shows that the attack would find something. */
  readonly revealing?: boolean;
}

export interface Target {
  readonly namespace: string;
  readonly name: string;
}

const CLUSTER = 'real';

function get(path: string, query: Readonly<Record<string, string>>, rest: Partial<Attack> = {}) {
  const text = new URLSearchParams(query).toString();
  return { label: `${path}?${text}`, path: `${path}?${text}`, ...rest } satisfies Attack;
}

function resourceOf(kind: KindName): string {
  const { resource } = KINDS[kind];
  return [resource.group, resource.version, resource.plural].filter(part => part !== '').join('/');
}

/** Reads that name no namespace: nothing of the other tenant may come back, not even its namespace. */
export function broadReads(id: string): readonly Attack[] {
  const hidden = canaryOf(id, 'deployments');
  const rows = KIND_NAMES.flatMap(kind => {
    const resource = resourceOf(kind);
    // Secrets are never in memory; see docs/clusters.md.
    const revealing = kind !== 'secrets';
    return [
      get('/rows', { resource }, { revealing }),
      get('/rows', { resource, search: id, sort: 'name', limit: '9' }, { revealing }),
      get('/rows', { resource, labelSelector: `canary=${canaryOf(id, kind)}` }, { revealing }),
      get('/rows/stream', { resource }, { live: true, revealing }),
    ];
  });
  return [
    ...rows,
    get('/rows', { resource: 'v1/namespaces' }),
    get('/search', { q: hidden.slice(0, 12) }, { revealing: true }),
    get('/search', { q: id }, { revealing: true }),
    get('/topology', { cluster: CLUSTER }, { revealing: true }),
    get('/helm/releases', {}),
    get('/fleet', {}),
    get('/summary', { cluster: CLUSTER }),
    get('/nodes', { cluster: CLUSTER }),
    get('/resources', { cluster: CLUSTER }),
    get('/identity', {}),
    get('/receipts', {}),
  ];
}

/** Reads of a namespace and of one object there. */
export function aimedReads({ namespace, name }: Target): readonly Attack[] {
  const place = { cluster: CLUSTER, namespace };
  const each = KIND_NAMES.flatMap(kind => {
    const object = { ...place, resource: resourceOf(kind), name };
    return [
      get('/objects', object, { revealing: kind !== 'secrets' }),
      get('/events', object, { revealing: kind === 'pods' }),
      get('/events', { ...object, owned: 'true' }),
      get('/related', object, { revealing: kind === 'pods' }),
      get('/why', object),
      get(
        '/rows',
        { resource: object.resource, namespaces: namespace },
        { revealing: kind !== 'secrets' },
      ),
    ];
  });
  const pod = { ...place, pod: name };
  return [
    ...each,
    get(
      '/rows/stream',
      { resource: 'v1/pods', namespaces: namespace },
      { live: true, revealing: true },
    ),
    get('/revisions', { ...place, resource: 'apps/v1/deployments', name }),
    get('/topology', { cluster: CLUSTER, namespaces: namespace }, { revealing: true }),
    get('/logs', { ...place, resource: 'v1/pods', name, follow: 'false' }),
    get('/logs', { ...place, resource: 'apps/v1/deployments', name }, { live: true }),
    get('/helm/history', { ...place, name }),
    get('/exec/access', pod),
    get('/exec/ports', pod),
    get('/exec/recordings', pod),
  ];
}

/** Names that would lead elsewhere if one were pasted into a path. */
export function crookedReads(own: string, { namespace, name }: Target): readonly Attack[] {
  const resource = 'v1/configmaps';
  const names = [
    `../../${namespace}/configmaps/${name}`,
    `..%2f..%2f${namespace}%2fconfigmaps%2f${name}`,
    `${name}?namespace=${namespace}`,
    `${name}/../../../namespaces/${namespace}/configmaps/${name}`,
  ];
  return [
    ...names.map(each =>
      get('/objects', { cluster: CLUSTER, resource, namespace: own, name: each }),
    ),
    ...[`${own}/../${namespace}`, `${own},${namespace}`, `${namespace}/configmaps`].flatMap(
      each => [
        get('/objects', { cluster: CLUSTER, resource, namespace: each, name }),
        get('/rows', { resource, namespaces: each }),
        get('/topology', { cluster: CLUSTER, namespaces: each }),
      ],
    ),
    get('/objects', { cluster: CLUSTER, resource: 'v1/pods/log', namespace, name }),
    get('/objects', { cluster: CLUSTER, resource: `v1/namespaces/${namespace}/configmaps`, name }),
  ];
}

/** What acts on the portal itself, by its permissions alone. */
type RegistryOperation =
  | 'probeCluster'
  | 'registerCluster'
  | 'changeCluster'
  | 'rotateClusterCredential'
  | 'removeCluster';

type ClusterOperation = Exclude<keyof typeof clustersOperations, RegistryOperation>;

/** An input of every operation on clusters that aims at the target; the type holds that none is missing. */
export function operationInputs({
  namespace,
  name,
}: Target): Readonly<Record<ClusterOperation, object>> {
  const of = (kind: KindName) => {
    const { apiVersion, kind: title } = KINDS[kind];
    return { cluster: CLUSTER, apiVersion, kind: title, namespace, name };
  };
  const workload = of('deployments');
  const cronjob = of('cronjobs');
  const pod = { cluster: CLUSTER, namespace, pod: name };
  const node = { cluster: CLUSTER, apiVersion: 'v1', kind: 'Node', name };
  const release = { cluster: CLUSTER, namespace, name };
  const data = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace },
    data: { a: 'b' },
  };
  return {
    scaleWorkload: { workload, replicas: 3 },
    restartWorkload: { workload },
    pauseRollout: { workload },
    resumeRollout: { workload },
    rollbackWorkload: { workload, revision: 1 },
    setImage: { workload, container: 'web', image: 'evil/web:1' },
    evictPod: { pod: of('pods') },
    suspendCronJob: { cronjob },
    resumeCronJob: { cronjob },
    runCronJobNow: { cronjob },
    cordonNode: { node },
    uncordonNode: { node },
    drainNode: { node, force: true },
    setTaints: { node, taints: [] },
    deleteObject: { object: of('configmaps') },
    applyManifest: { cluster: CLUSTER, manifest: JSON.stringify(data), force: true },
    editMetadata: { object: of('services'), labels: { set: { mine: 'yes' } } },
    editConfig: { object: of('secrets'), set: { value: 'mine' } },
    revealSecret: { secret: of('secrets') },
    resizeVolumeClaim: { claim: of('persistentvolumeclaims'), size: '2Gi' },
    openTerminal: { ...pod, container: 'web', command: ['sh'] },
    addDebugContainer: { ...pod, image: 'busybox' },
    revealHelmRelease: { release, revisions: [1] },
    rollbackHelmRelease: { release, revision: 1 },
  };
}
