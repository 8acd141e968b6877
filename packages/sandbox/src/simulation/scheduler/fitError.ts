import type { Rejection } from './nodeFilters';

function histogram(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

/**
 * The scheduler's message for a pod that fits nowhere.
 * Source: `FitError.Error` in k8s.io/kubernetes/pkg/scheduler/framework/types.go (1.37), with the result of the default
 * preemption plugin.
 */
export function fitErrorMessage(rejections: readonly Rejection[]): string {
  const total = rejections.length;
  if (total === 0) return 'no nodes available to schedule pods';
  const reasons = histogram(rejections.flatMap(rejection => rejection.reasons));
  const preemption = histogram(
    rejections.map(({ preemptible }) =>
      preemptible
        ? 'No preemption victims found for incoming pod'
        : 'Preemption is not helpful for scheduling',
    ),
  );
  return `0/${total} nodes are available: ${reasons}. preemption: 0/${total} nodes are available: ${preemption}.`;
}

/**
 * The same where a check before the nodes were looked at refused the pod. The odd end is what the real scheduler writes:
 * preemption finds no node to try.
 */
export function preFilterMessage(total: number, reason: string): string {
  return `0/${total} nodes are available: ${reason}. not found`;
}
