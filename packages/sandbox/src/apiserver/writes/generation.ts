import type { KubeObject } from '@kubemate/kube-common';
import { jsonEqual } from '../json';
import type { ResourceType } from '../ResourceType';

/** Built-in collections whose objects count spec changes in `metadata.generation`. */
const COUNTED = new Set([
  'deployments.apps',
  'replicasets.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicationcontrollers',
  'pods',
  'jobs.batch',
  'cronjobs.batch',
  'poddisruptionbudgets.policy',
  'ingresses.networking.k8s.io',
  'networkpolicies.networking.k8s.io',
  'ingressclasses.networking.k8s.io',
  'endpointslices.discovery.k8s.io',
  'flowschemas.flowcontrol.apiserver.k8s.io',
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
  'customresourcedefinitions.apiextensions.k8s.io',
  'priorityclasses.scheduling.k8s.io',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
  'validatingadmissionpolicies.admissionregistration.k8s.io',
]);

export function countsGeneration(type: ResourceType): boolean {
  return type.custom !== undefined || COUNTED.has(type.collection);
}

/** Whether an update changes what is asked for, as opposed to metadata and what was observed. */
export function specChanged(before: KubeObject, after: KubeObject, hasStatus: boolean): boolean {
  const ignored = new Set(['apiVersion', 'kind', 'metadata', ...(hasStatus ? ['status'] : [])]);
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields].some(field => !ignored.has(field) && !jsonEqual(before[field], after[field]));
}
