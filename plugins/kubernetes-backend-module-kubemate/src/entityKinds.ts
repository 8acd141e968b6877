import type { KubernetesObjectTypes } from '@backstage/plugin-kubernetes-node';
import type { ResourceId } from '@kubemate/kube-common';

/** A resource type, and what Backstage's tab calls it. */
export interface EntityKind {
  readonly type: KubernetesObjectTypes;
  readonly resource: ResourceId;
}

const kind = (group: string, version: string, plural: KubernetesObjectTypes): EntityKind => ({
  type: plural,
  resource: { group, version, plural },
});

/** What Backstage's tab shows of an entity, as its own defaults have it. */
export const ENTITY_KINDS: readonly EntityKind[] = [
  kind('', 'v1', 'pods'),
  kind('', 'v1', 'services'),
  kind('', 'v1', 'configmaps'),
  kind('', 'v1', 'limitranges'),
  kind('', 'v1', 'resourcequotas'),
  kind('apps', 'v1', 'deployments'),
  kind('apps', 'v1', 'replicasets'),
  kind('apps', 'v1', 'statefulsets'),
  kind('apps', 'v1', 'daemonsets'),
  kind('autoscaling', 'v2', 'horizontalpodautoscalers'),
  kind('batch', 'v1', 'jobs'),
  kind('batch', 'v1', 'cronjobs'),
  kind('networking.k8s.io', 'v1', 'ingresses'),
];
