import { labelSelectorOf, matchesLabels } from '@kubemate/kube-common';
import type { Pod } from '../objects/pod';
import { matchesTerm, untolerated } from './nodeMatching';
import type { NodeState } from './NodeSnapshot';
import { podRequests } from './podRequests';

function freeShare({ allocatable, used }: NodeState, pod: Pod, name: string): number {
  const total = allocatable.get(name) ?? 0;
  if (total <= 0) return 0;
  const taken = (used.get(name) ?? 0) + (podRequests(pod.spec).get(name) ?? 0);
  return Math.max(0, 1 - taken / total);
}

function preferredAffinity({ node }: NodeState, { spec }: Pod): number {
  const preferred =
    spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred.reduce(
    (sum, { weight, preference }) => sum + (matchesTerm(node, preference) ? weight : 0),
    0,
  );
}

/** Pods of the same workload on the node: replicas should spread. */
function siblings({ pods }: NodeState, { metadata }: Pod): number {
  const app = metadata.labels?.['app.kubernetes.io/name'] ?? metadata.labels?.app;
  if (app === undefined) return 0;
  let count = 0;
  for (const { namespace, labels } of pods.values())
    if (
      namespace === metadata.namespace &&
      (labels['app.kubernetes.io/name'] ?? labels.app) === app
    )
      count += 1;
  return count;
}

function repelled({ pods }: NodeState, { spec, metadata }: Pod): number {
  const terms =
    spec.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  let score = 0;
  for (const { weight, podAffinityTerm } of terms) {
    const selector = labelSelectorOf(podAffinityTerm.labelSelector);
    for (const other of pods.values())
      if (
        selector &&
        other.namespace === metadata.namespace &&
        matchesLabels(selector, other.labels)
      )
        score += weight;
  }
  return score;
}

/** How well the node suits the pod; higher is better. Weighs as the scheduler's default profile does, roughly. */
export function scoreNode(state: NodeState, pod: Pod): number {
  const balance = 100 * ((freeShare(state, pod, 'cpu') + freeShare(state, pod, 'memory')) / 2);
  const soft = untolerated(state.node.spec?.taints, pod.spec.tolerations, ['PreferNoSchedule']);
  return (
    balance +
    2 * preferredAffinity(state, pod) -
    60 * siblings(state, pod) -
    repelled(state, pod) -
    (soft === undefined ? 0 : 300)
  );
}
