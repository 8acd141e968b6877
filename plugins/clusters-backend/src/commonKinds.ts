import { formatResourceId } from '@kubemate/kube-common';
import type { ResourceId } from '@kubemate/kube-common';

/** A kind that screens over all clusters look at, by its stable name. */
export interface CommonKind extends ResourceId {
  readonly kind: string;
  /** Names a person types for it, beside kind and plural. */
  readonly shortNames: readonly string[];
  /** `apps/v1/deployments` */
  readonly resource: string;
}

function kind(id: ResourceId, name: string, shortNames: readonly string[] = []): CommonKind {
  return { ...id, kind: name, shortNames, resource: formatResourceId(id) };
}

const core = (plural: string) => ({ group: '', version: 'v1', plural });
const apps = (plural: string) => ({ group: 'apps', version: 'v1', plural });
const batch = (plural: string) => ({ group: 'batch', version: 'v1', plural });

export const PODS = kind(core('pods'), 'Pod', ['po']);
export const NODES = kind(core('nodes'), 'Node', ['no']);
export const NAMESPACES = kind(core('namespaces'), 'Namespace', ['ns']);
export const SERVICES = kind(core('services'), 'Service', ['svc']);
export const CONFIG_MAPS = kind(core('configmaps'), 'ConfigMap', ['cm']);
export const SECRETS = kind(core('secrets'), 'Secret');
export const SERVICE_ACCOUNTS = kind(core('serviceaccounts'), 'ServiceAccount', ['sa']);
export const VOLUME_CLAIMS = kind(core('persistentvolumeclaims'), 'PersistentVolumeClaim', ['pvc']);
export const VOLUMES = kind(core('persistentvolumes'), 'PersistentVolume', ['pv']);
export const DEPLOYMENTS = kind(apps('deployments'), 'Deployment', ['deploy']);
export const REPLICA_SETS = kind(apps('replicasets'), 'ReplicaSet', ['rs']);
export const STATEFUL_SETS = kind(apps('statefulsets'), 'StatefulSet', ['sts']);
export const DAEMON_SETS = kind(apps('daemonsets'), 'DaemonSet', ['ds']);
export const JOBS = kind(batch('jobs'), 'Job');
export const CRON_JOBS = kind(batch('cronjobs'), 'CronJob', ['cj']);
export const AUTOSCALERS = kind(
  { group: 'autoscaling', version: 'v2', plural: 'horizontalpodautoscalers' },
  'HorizontalPodAutoscaler',
  ['hpa'],
);
export const INGRESSES = kind(
  { group: 'networking.k8s.io', version: 'v1', plural: 'ingresses' },
  'Ingress',
  ['ing'],
);
export const ENDPOINT_SLICES = kind(
  { group: 'discovery.k8s.io', version: 'v1', plural: 'endpointslices' },
  'EndpointSlice',
);
