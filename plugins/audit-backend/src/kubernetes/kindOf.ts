import { pluralOf } from '@kubemate/plugin-audit-common';

/** Kinds whose names are more than one word; an API server's event has the resource only. */
const KINDS = [
  'APIService',
  'CertificateSigningRequest',
  'ClusterRole',
  'ClusterRoleBinding',
  'ConfigMap',
  'ControllerRevision',
  'CronJob',
  'CSIDriver',
  'CustomResourceDefinition',
  'DaemonSet',
  'EndpointSlice',
  'GatewayClass',
  'HorizontalPodAutoscaler',
  'HTTPRoute',
  'IngressClass',
  'LimitRange',
  'MutatingWebhookConfiguration',
  'NetworkPolicy',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'PodDisruptionBudget',
  'PriorityClass',
  'ReplicaSet',
  'ResourceQuota',
  'RoleBinding',
  'RuntimeClass',
  'ServiceAccount',
  'StatefulSet',
  'StorageClass',
  'SubjectAccessReview',
  'ValidatingWebhookConfiguration',
  'Deployment',
  'Endpoints',
  'Event',
  'Gateway',
  'Ingress',
  'Job',
  'Lease',
  'Namespace',
  'Node',
  'Pod',
  'Role',
  'Secret',
  'Service',
];

const BY_PLURAL = new Map(KINDS.map(kind => [pluralOf(kind), kind]));

/** The kind of a built-in resource; the resource's own name for others. */
export function kindOf(resource: string): string {
  return BY_PLURAL.get(resource) ?? resource;
}
