import type { Drift } from '@kubemate/plugin-tenants-common';

export interface ClusterDrift {
  readonly cluster: string;
  readonly items: readonly Drift[];
}

/** Drift by cluster, as it is repaired; within one by namespace, the namespace itself first. */
export function groupDrift(drift: readonly Drift[]): readonly ClusterDrift[] {
  const clusters = new Map<string, Drift[]>();
  for (const item of drift) {
    const items = clusters.get(item.target.cluster) ?? [];
    items.push(item);
    clusters.set(item.target.cluster, items);
  }
  return [...clusters].map(([cluster, items]) => ({
    cluster,
    items: items.sort((a, b) => placeOf(a).localeCompare(placeOf(b), 'en')),
  }));
}

function placeOf({ target: { kind, namespace, name } }: Drift): string {
  return kind === 'Namespace' ? `${name}/` : `${namespace ?? ''}/${kind}/${name}`;
}
