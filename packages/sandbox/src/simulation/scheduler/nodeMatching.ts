import { matchesLabels, type LabelSelector } from '@kubemate/kube-common';
import type { Node, Taint } from '../objects/node';
import type { PodSpec, SelectorTerm, Toleration } from '../objects/pod';

const OPERATORS: ReadonlySet<string> = new Set([
  'In',
  'NotIn',
  'Exists',
  'DoesNotExist',
  'Gt',
  'Lt',
]);

function isOperator(operator: string): operator is LabelSelector[number]['operator'] {
  return OPERATORS.has(operator);
}

function holds(
  expressions: SelectorTerm['matchExpressions'],
  labels: Readonly<Record<string, string>>,
): boolean {
  return (expressions ?? []).every(
    ({ key, operator, values = [] }) =>
      isOperator(operator) && matchesLabels([{ key, operator, values }], labels),
  );
}

/** Whether a node satisfies one term; a term that says nothing matches nothing. */
export function matchesTerm(node: Node, term: SelectorTerm): boolean {
  const isEmpty = !term.matchExpressions?.length && !term.matchFields?.length;
  return (
    !isEmpty &&
    holds(term.matchExpressions, node.metadata.labels ?? {}) &&
    holds(term.matchFields, { 'metadata.name': node.metadata.name })
  );
}

/** Whether the pod's nodeSelector and required node affinity accept the node. */
export function matchesNodeAffinity(spec: PodSpec, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  const selected = Object.entries(spec.nodeSelector ?? {}).every(
    ([key, value]) => labels[key] === value,
  );
  const terms =
    spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
  return selected && (terms === undefined || terms.some(term => matchesTerm(node, term)));
}

export function tolerates(toleration: Toleration, taint: Taint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  if (toleration.operator === 'Exists') return true;
  return toleration.key !== undefined && (toleration.value ?? '') === (taint.value ?? '');
}

/** The first taint with one of the effects that none of the tolerations covers. */
export function untolerated(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  effects: readonly string[],
): Taint | undefined {
  return taints?.find(
    taint =>
      effects.includes(taint.effect) &&
      !(tolerations ?? []).some(toleration => tolerates(toleration, taint)),
  );
}
