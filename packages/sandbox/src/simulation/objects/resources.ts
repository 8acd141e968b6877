import type { KubeObject, ResourceId } from '@kubemate/kube-common';
import type { Lease, Node, PersistentVolume, PersistentVolumeClaim, StorageClass } from './node';
import type {
  CoreEvent,
  Endpoints,
  EndpointSlice,
  HorizontalPodAutoscaler,
  PodDisruptionBudget,
  Service,
} from './network';
import type { Pod } from './pod';
import type { CronJob, DaemonSet, Deployment, Job, ReplicaSet, StatefulSet } from './workload';

/** A resource type that knows the shape of its objects: what the API server validated may be read as that shape. */
export interface Resource<Shape extends KubeObject = KubeObject> extends ResourceId {
  readonly kind: string;
  readonly apiVersion: string;
  /** Never set; carries the type. */
  readonly shape?: Shape;
}

/** Names a resource type by its `apiVersion`, kind and plural. */
export function resource<Shape extends KubeObject>(
  apiVersion: string,
  kind: string,
  plural: string,
): Resource<Shape> {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  return { apiVersion, kind, plural, group: group ?? '', version: version ?? '' };
}

export const PODS = resource<Pod>('v1', 'Pod', 'pods');
export const NODES = resource<Node>('v1', 'Node', 'nodes');
export const NAMESPACES = resource('v1', 'Namespace', 'namespaces');
export const EVENTS = resource<CoreEvent>('v1', 'Event', 'events');
export const SERVICES = resource<Service>('v1', 'Service', 'services');
export const ENDPOINTS = resource<Endpoints>('v1', 'Endpoints', 'endpoints');
export const CONFIG_MAPS = resource('v1', 'ConfigMap', 'configmaps');
export const SECRETS = resource('v1', 'Secret', 'secrets');
export const SERVICE_ACCOUNTS = resource('v1', 'ServiceAccount', 'serviceaccounts');
export const CLAIMS = resource<PersistentVolumeClaim>(
  'v1',
  'PersistentVolumeClaim',
  'persistentvolumeclaims',
);
export const VOLUMES = resource<PersistentVolume>('v1', 'PersistentVolume', 'persistentvolumes');
export const STORAGE_CLASSES = resource<StorageClass>(
  'storage.k8s.io/v1',
  'StorageClass',
  'storageclasses',
);
export const DEPLOYMENTS = resource<Deployment>('apps/v1', 'Deployment', 'deployments');
export const REPLICA_SETS = resource<ReplicaSet>('apps/v1', 'ReplicaSet', 'replicasets');
export const STATEFUL_SETS = resource<StatefulSet>('apps/v1', 'StatefulSet', 'statefulsets');
export const DAEMON_SETS = resource<DaemonSet>('apps/v1', 'DaemonSet', 'daemonsets');
export const CONTROLLER_REVISIONS = resource(
  'apps/v1',
  'ControllerRevision',
  'controllerrevisions',
);
export const JOBS = resource<Job>('batch/v1', 'Job', 'jobs');
export const CRON_JOBS = resource<CronJob>('batch/v1', 'CronJob', 'cronjobs');
export const ENDPOINT_SLICES = resource<EndpointSlice>(
  'discovery.k8s.io/v1',
  'EndpointSlice',
  'endpointslices',
);
export const AUTOSCALERS = resource<HorizontalPodAutoscaler>(
  'autoscaling/v2',
  'HorizontalPodAutoscaler',
  'horizontalpodautoscalers',
);
export const DISRUPTION_BUDGETS = resource<PodDisruptionBudget>(
  'policy/v1',
  'PodDisruptionBudget',
  'poddisruptionbudgets',
);
export const LEASES = resource<Lease>('coordination.k8s.io/v1', 'Lease', 'leases');
