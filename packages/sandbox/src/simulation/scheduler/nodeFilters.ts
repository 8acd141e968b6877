import { labelSelectorOf, matchesLabels } from '@kubemate/kube-common';
import type { Pod, PodAffinityTerm } from '../objects/pod';
import { matchesNodeAffinity, untolerated } from './nodeMatching';
import type { NodeState } from './NodeSnapshot';
import { podRequests } from './podRequests';

/** Why a pod cannot go to a node, in the scheduler's words. */
export interface Rejection {
  readonly reasons: readonly string[];
  /** Whether removing other pods could help. */
  readonly preemptible: boolean;
}

interface Cycle {
  readonly pod: Pod;
  readonly all: readonly NodeState[];
}

type Filter = (state: NodeState, cycle: Cycle) => Rejection | undefined;

function final(reason: string): Rejection {
  return { reasons: [reason], preemptible: false };
}

/** A pod that names its nodes, as those of DaemonSets do: the others are not even looked at. */
const named: Filter = ({ node }, { pod }) => {
  const terms =
    pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
      ?.nodeSelectorTerms ?? [];
  const names = terms.map(({ matchFields = [] }) =>
    matchFields.find(({ key, operator }) => key === 'metadata.name' && operator === 'In'),
  );
  // One term without a name lets every node in.
  if (names.length === 0 || names.includes(undefined)) return undefined;
  return names.some(name => name?.values?.includes(node.metadata.name))
    ? undefined
    : final("node(s) didn't satisfy plugin(s) [NodeAffinity]");
};

const unschedulable: Filter = ({ node }, { pod }) => {
  if (node.spec?.unschedulable !== true) return undefined;
  const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  return (
    untolerated([taint], pod.spec.tolerations, ['NoSchedule']) &&
    final('node(s) were unschedulable')
  );
};

const taints: Filter = ({ node }, { pod }) =>
  untolerated(node.spec?.taints, pod.spec.tolerations, ['NoSchedule', 'NoExecute']) &&
  final('node(s) had untolerated taint(s)');

const nodeAffinity: Filter = ({ node }, { pod }) =>
  matchesNodeAffinity(pod.spec, node)
    ? undefined
    : final("node(s) didn't match Pod's node affinity/selector");

const resources: Filter = ({ allocatable, used, pods }, { pod }) => {
  const reasons: string[] = [];
  let preemptible = true;
  if (pods.size + 1 > (allocatable.get('pods') ?? 110)) reasons.push('Too many pods');
  for (const [name, amount] of podRequests(pod.spec)) {
    const total = allocatable.get(name) ?? 0;
    if (amount <= 0 || (used.get(name) ?? 0) + amount <= total + 1e-9) continue;
    reasons.push(`Insufficient ${name}`);
    if (amount > total) preemptible = false;
  }
  return reasons.length === 0 ? undefined : { reasons, preemptible };
};

/** Pods of the term's namespaces and labels, per value of its topology key. */
function countByDomain(term: PodAffinityTerm, { pod, all }: Cycle): Map<string, number> {
  const selector = labelSelectorOf(term.labelSelector);
  const namespaces = term.namespaces ?? [pod.metadata.namespace ?? ''];
  const counts = new Map<string, number>();
  for (const { node, pods } of all) {
    const domain = node.metadata.labels?.[term.topologyKey];
    if (domain === undefined || selector === undefined) continue;
    for (const other of pods.values()) {
      if (namespaces.includes(other.namespace) && matchesLabels(selector, other.labels))
        counts.set(domain, (counts.get(domain) ?? 0) + 1);
    }
  }
  return counts;
}

const podAffinity: Filter = ({ node }, cycle) => {
  const { podAffinity: wanted } = cycle.pod.spec.affinity ?? {};
  for (const term of wanted?.requiredDuringSchedulingIgnoredDuringExecution ?? []) {
    const counts = countByDomain(term, cycle);
    const selector = labelSelectorOf(term.labelSelector);
    // The first pod of a group that wants its own kind near must not wait for itself.
    const isFirst =
      counts.size === 0 &&
      selector !== undefined &&
      matchesLabels(selector, cycle.pod.metadata.labels);
    const domain = node.metadata.labels?.[term.topologyKey];
    if (domain === undefined || (!isFirst && !counts.get(domain)))
      return { reasons: ["node(s) didn't match pod affinity rules"], preemptible: false };
  }
  return undefined;
};

const podAntiAffinity: Filter = ({ node }, cycle) => {
  const { podAntiAffinity: wanted } = cycle.pod.spec.affinity ?? {};
  for (const term of wanted?.requiredDuringSchedulingIgnoredDuringExecution ?? []) {
    const domain = node.metadata.labels?.[term.topologyKey];
    if (domain !== undefined && countByDomain(term, cycle).get(domain))
      return { reasons: ["node(s) didn't match pod anti-affinity rules"], preemptible: true };
  }
  return undefined;
};

const topologySpread: Filter = ({ node }, cycle) => {
  for (const constraint of cycle.pod.spec.topologySpreadConstraints ?? []) {
    if (constraint.whenUnsatisfiable !== 'DoNotSchedule') continue;
    const { topologyKey, maxSkew } = constraint;
    const domain = node.metadata.labels?.[topologyKey];
    if (domain === undefined)
      return final("node(s) didn't match pod topology spread constraints (missing required label)");
    const counts = countByDomain(constraint, cycle);
    const domains = new Set(
      cycle.all
        .filter(other => matchesNodeAffinity(cycle.pod.spec, other.node))
        .flatMap(other => other.node.metadata.labels?.[topologyKey] ?? []),
    );
    const least = Math.min(...[...domains].map(name => counts.get(name) ?? 0));
    if ((counts.get(domain) ?? 0) + 1 - least > maxSkew)
      return {
        reasons: ["node(s) didn't match pod topology spread constraints"],
        preemptible: true,
      };
  }
  return undefined;
};

const FILTERS: readonly Filter[] = [
  named,
  unschedulable,
  taints,
  nodeAffinity,
  resources,
  topologySpread,
  podAffinity,
  podAntiAffinity,
];

/** The first filter that refuses the node decides, in the order of the scheduler's default profile. */
export function rejectNode(state: NodeState, cycle: Cycle): Rejection | undefined {
  for (const filter of FILTERS) {
    const rejection = filter(state, cycle);
    if (rejection !== undefined) return rejection;
  }
  return undefined;
}
