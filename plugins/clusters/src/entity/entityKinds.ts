import type { ResourceId } from '@kubemate/kube-common';

function kind(group: string, version: string, plural: string): ResourceId {
  return { group, version, plural };
}

/** What runs, and so has a health: the kinds of the overview. */
export const RUNNING: readonly ResourceId[] = [
  kind('apps', 'v1', 'deployments'),
  kind('apps', 'v1', 'statefulsets'),
  kind('apps', 'v1', 'daemonsets'),
];

/** The kinds that a component has in a cluster, in the order of its tab. */
export const ENTITY_KINDS: readonly ResourceId[] = [
  ...RUNNING,
  kind('', 'v1', 'pods'),
  kind('batch', 'v1', 'cronjobs'),
  kind('batch', 'v1', 'jobs'),
  kind('', 'v1', 'services'),
  kind('networking.k8s.io', 'v1', 'ingresses'),
  kind('gateway.networking.k8s.io', 'v1', 'httproutes'),
  kind('autoscaling', 'v2', 'horizontalpodautoscalers'),
  kind('policy', 'v1', 'poddisruptionbudgets'),
  kind('', 'v1', 'configmaps'),
  kind('', 'v1', 'persistentvolumeclaims'),
];
