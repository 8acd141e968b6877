import type { Deployment, ReplicaSet } from '../objects/workload';
import { intOrPercent } from './podState';

export interface Budget {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** How far a rolling update may go beyond and below the wanted number. */
export function rolloutBudget({ spec }: Deployment): Budget {
  const replicas = spec.replicas ?? 1;
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const surge = intOrPercent(maxSurge, replicas, 'up');
  const unavailable = Math.min(intOrPercent(maxUnavailable, replicas, 'down'), replicas);
  // Both zero would never move; Kubernetes then lets one be unavailable.
  return {
    replicas,
    maxSurge: surge,
    maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable,
  };
}

function wanted(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + (set.spec.replicas ?? 1), 0);
}

function available(sets: readonly ReplicaSet[]): number {
  return sets.reduce((sum, set) => sum + (set.status?.availableReplicas ?? 0), 0);
}

/** The new ReplicaSet's size after the next step. */
export function nextNewSize(
  budget: Budget,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): number {
  const size = current.spec.replicas ?? 1;
  if (size >= budget.replicas) return budget.replicas;
  const room = budget.replicas + budget.maxSurge - wanted([current, ...old]);
  return room <= 0 ? size : size + Math.min(room, budget.replicas - size);
}

/**
 * Sizes of the old ReplicaSets after the next step: pods that are not available go first, then as many others as the
 * budget allows. Source: `reconcileOldReplicaSets` in k8s.io/kubernetes/pkg/controller/deployment/rolling.go (1.37).
 */
export function nextOldSizes(
  budget: Budget,
  current: ReplicaSet,
  old: readonly ReplicaSet[],
): ReadonlyMap<string, number> {
  const sizes = new Map(old.map(set => [set.metadata.name, set.spec.replicas ?? 1]));
  const least = budget.replicas - budget.maxUnavailable;
  const newUnavailable = (current.spec.replicas ?? 1) - (current.status?.availableReplicas ?? 0);
  let removable = wanted([current, ...old]) - least - newUnavailable;
  // Statuses lag behind sizes; this bound, which counts sizes, is what keeps the rollout from running ahead of them.
  if (removable <= 0) return sizes;
  for (const set of old) {
    const size = sizes.get(set.metadata.name) ?? 0;
    const unhealthy = size - (set.status?.availableReplicas ?? 0);
    const step = Math.max(0, Math.min(unhealthy, removable));
    sizes.set(set.metadata.name, size - step);
    removable -= step;
  }
  let spare = available([current, ...old]) - least;
  for (const set of old) {
    const size = sizes.get(set.metadata.name) ?? 0;
    const step = Math.max(0, Math.min(size, spare));
    sizes.set(set.metadata.name, size - step);
    spare -= step;
  }
  return sizes;
}
