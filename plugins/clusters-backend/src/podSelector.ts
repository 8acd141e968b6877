import { labelSelectorOf, labelSelectorOfMap } from '@kubemate/kube-common';
import type { KubeObject, LabelSelector, LabelSelectorObject } from '@kubemate/kube-common';

interface Selecting extends KubeObject {
  readonly spec?: {
    readonly selector?: LabelSelectorObject;
    readonly podSelector?: LabelSelectorObject;
    readonly template?: unknown;
  };
}

interface SelectingByMap extends KubeObject {
  readonly spec?: { readonly selector?: Readonly<Record<string, string>> };
}

/** Kinds whose selector is one of pods, and an empty one is all of them. */
const SELECTS_PODS = new Set([
  'apps/Deployment',
  'apps/ReplicaSet',
  'apps/StatefulSet',
  'apps/DaemonSet',
  'batch/Job',
  'policy/PodDisruptionBudget',
]);

/**
 * Which pods of its namespace an object selects: a workload, a Service, a NetworkPolicy, a PodDisruptionBudget, or a
 * custom workload with a selector and a template. Undefined where it selects none, as a Service without a selector.
 */
export function podSelector(object: KubeObject): LabelSelector | undefined {
  const { spec }: Selecting = object;
  const slash = object.apiVersion.indexOf('/');
  const name = slash < 0 ? object.kind : `${object.apiVersion.slice(0, slash)}/${object.kind}`;
  if (name === 'Service' || name === 'ReplicationController') return selectorMap(object);
  if (name === 'networking.k8s.io/NetworkPolicy') return labelSelectorOf(spec?.podSelector);
  if (SELECTS_PODS.has(name)) return labelSelectorOf(spec?.selector);
  // Other kinds select other things: a claim selects volumes. An empty selector is not taken for all pods.
  const selector = spec?.selector;
  const isWorkload = spec?.template !== undefined && typeof selector?.matchLabels === 'object';
  return isWorkload ? labelSelectorOf(selector) : undefined;
}

function selectorMap({ spec }: SelectingByMap): LabelSelector | undefined {
  const selector = labelSelectorOfMap(spec?.selector);
  return selector.length === 0 ? undefined : selector;
}
