import type { Entity } from '@backstage/catalog-model';
import { kubernetesSelection, type KubernetesSelection } from '@kubemate/plugin-clusters-common';

/** Which workloads are an entity's: those that its annotations select, or all in the namespace that a Resource of type `kubernetes-namespace` stands for. */
export function placeOf(entity: Entity): Partial<KubernetesSelection> | undefined {
  const { kind, spec, metadata } = entity;
  if (kind.toLowerCase() !== 'resource' || spec?.type !== 'kubernetes-namespace')
    return spec?.type === 'pipeline' ? undefined : kubernetesSelection(entity);
  const cluster = metadata.annotations?.['kubemate.io/cluster'];
  const namespace = metadata.annotations?.['kubemate.io/namespace'];
  if (cluster === undefined || namespace === undefined) return undefined;
  return { clusters: [cluster], namespaces: [namespace] };
}

/** For cards that only such an entity has. */
export function hasPlace(entity: Entity): boolean {
  return placeOf(entity) !== undefined;
}
