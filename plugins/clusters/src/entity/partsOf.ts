import type { Entity } from '@backstage/catalog-model';
import type { Health } from '@kubemate/kube-common';
import type { Selected } from '@kubemate/plugin-clusters-common';
import { HEALTH_ORDER } from '@kubemate/ui';

const RELATIONS: Readonly<Record<string, string>> = {
  system: 'hasPart',
  group: 'ownerOf',
  api: 'apiProvidedBy',
};

/** The components that a system, a group or an API is about, by entity ref. */
export function partsOf({ kind, relations = [] }: Entity): readonly string[] {
  const type = RELATIONS[kind.toLowerCase()];
  return relations
    .filter(each => each.type === type && each.targetRef.startsWith('component:'))
    .map(({ targetRef }) => targetRef);
}

/** For a card that only such an entity has. */
export function hasParts(entity: Entity): boolean {
  return partsOf(entity).length > 0;
}

/** How a component does in one cluster: its worst workload. */
export interface ClusterPart {
  readonly cluster: string;
  readonly health: Health;
  readonly reason?: string;
}

const RANK: Readonly<Record<string, number>> = Object.fromEntries(
  HEALTH_ORDER.map((health, at) => [health, at]),
);

/** The worst of what runs in each cluster, by name; then those that did not answer. */
export function healthByCluster(selected: Selected): readonly ClusterPart[] {
  const worst = new Map<string, ClusterPart>();
  for (const { cluster, health, reason } of selected.kinds.flatMap(({ items }) => items)) {
    const known = worst.get(cluster);
    if (known === undefined || rank(health) < rank(known.health))
      worst.set(cluster, { cluster, health, ...(reason !== undefined && { reason }) });
  }
  for (const { cluster, reason } of selected.failures)
    if (!worst.has(cluster)) worst.set(cluster, { cluster, health: 'unknown', reason });
  return [...worst.values()].sort((a, b) => a.cluster.localeCompare(b.cluster));
}

function rank(health: Health): number {
  return RANK[health] ?? HEALTH_ORDER.length;
}
