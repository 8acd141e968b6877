import type { Entity } from '@backstage/catalog-model';

const CLUSTER = 'kubemate.io/cluster';

/** The cluster, by its name in the portal, that a Resource of type `kubernetes-cluster` stands for. */
export function clusterOf({ kind, metadata, spec }: Entity): string | undefined {
  if (kind.toLowerCase() !== 'resource' || spec?.type !== 'kubernetes-cluster') return undefined;
  return metadata.annotations?.[CLUSTER];
}

/** For a card that only such an entity has. */
export function isCluster(entity: Entity): boolean {
  return clusterOf(entity) !== undefined;
}
