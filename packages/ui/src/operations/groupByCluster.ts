import type { OperationTarget } from '@kubemate/operations-common';

export interface ClusterGroup<T> {
  /** Absent where there is no need to say: everything is in one place. */
  readonly cluster?: string;
  readonly items: readonly T[];
}

/** What is done to objects of several clusters, cluster by cluster in the order given; one group otherwise. */
export function groupByCluster<T extends { readonly target: OperationTarget }>(
  items: readonly T[],
): readonly ClusterGroup<T>[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const { cluster, kind, name } = item.target;
    const place = cluster ?? (kind === 'Cluster' ? name : '');
    groups.set(place, [...(groups.get(place) ?? []), item]);
  }
  if (groups.size < 2) return [{ items }];
  return [...groups].map(([cluster, of]) => ({
    ...(cluster === '' ? {} : { cluster }),
    items: of,
  }));
}
