import { labelSelectorOf, parseTime } from '@kubemate/kube-common';
import type { LabelSelector, Pod, StatusCondition } from '../objects/pod';

export function isReady(pod: Pod): boolean {
  return (
    pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ??
    false
  );
}

/** Neither finished nor on its way out. */
export function isActive(pod: Pod): boolean {
  const { phase } = pod.status ?? {};
  return (
    phase !== 'Succeeded' && phase !== 'Failed' && pod.metadata.deletionTimestamp === undefined
  );
}

/** When the pod has been ready for `minReadySeconds`: epoch milliseconds, or undefined while it is not ready. */
export function availableAt(pod: Pod, minReadySeconds = 0): number | undefined {
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return undefined;
  return (parseTime(ready.lastTransitionTime) ?? 0) + minReadySeconds * 1000;
}

export function isAvailable(pod: Pod, now: number, minReadySeconds = 0): boolean {
  const at = availableAt(pod, minReadySeconds);
  return at !== undefined && at <= now;
}

/** A number, or a percentage of `total`. Surge rounds up, unavailability down, as in Kubernetes. */
export function intOrPercent(
  value: number | string | undefined,
  total: number,
  round: 'up' | 'down',
): number {
  if (typeof value === 'number') return value;
  const percent = Number.parseFloat(value ?? '0');
  const exact = (percent * total) / 100;
  return round === 'up' ? Math.ceil(exact) : Math.floor(exact);
}

/** The conditions with one set; its transition time moves only when its status does. */
export function withCondition(
  conditions: readonly StatusCondition[] | undefined,
  next: StatusCondition,
  now: string,
): StatusCondition[] {
  const before = conditions?.find(({ type }) => type === next.type);
  const others = (conditions ?? []).filter(({ type }) => type !== next.type);
  const lastTransitionTime =
    before?.status === next.status ? (before.lastTransitionTime ?? now) : now;
  return [...others, { ...next, lastTransitionTime }];
}

/** What an object selects, as a LabelSelector of kube-common; a broken selector selects nothing. */
export function selectorOf(selector: LabelSelector | undefined) {
  return labelSelectorOf(selector);
}

/** The pods that a controller removes first: unassigned, not ready, then the youngest. */
export function byDeletionOrder(left: Pod, right: Pod): number {
  const rank = (pod: Pod) =>
    (pod.spec.nodeName ? 4 : 0) +
    (pod.status?.phase === 'Running' ? 2 : 0) +
    (isReady(pod) ? 1 : 0);
  const difference = rank(left) - rank(right);
  if (difference !== 0) return difference;
  return right.metadata.creationTimestamp.localeCompare(left.metadata.creationTimestamp);
}
