import type { ClusterFailure } from '@kubemate/kube-node';

/** The worse of two states of one cluster stands for both. */
const RANK: Readonly<Record<ClusterFailure['state'], number>> = {
  unreachable: 0,
  stale: 1,
  partial: 2,
  denied: 3,
  'not-served': 4,
};

/**
 * One failure per cluster out of the failures of many questions. That one cluster does not serve a kind or hides it
 * from the viewer is no failure of a screen that asks for many kinds.
 */
export function mergeFailures(failures: readonly ClusterFailure[]): ClusterFailure[] {
  const worst = new Map<string, ClusterFailure>();
  for (const { cluster, reason, state } of failures) {
    if (state === 'not-served' || state === 'denied') continue;
    const known = worst.get(cluster);
    if (known === undefined || RANK[state] < RANK[known.state]) {
      worst.set(cluster, { cluster, reason, state });
    }
  }
  return [...worst.values()].sort((a, b) => a.cluster.localeCompare(b.cluster));
}
