import type { Entity } from '@backstage/catalog-model';

const ID = 'backstage.io/kubernetes-id';

/** The name that the runs of an entity carry as `app.kubernetes.io/name` or `backstage.io/kubernetes-id`. */
export function pipelineComponent(entity: Entity): string | undefined {
  return entity.metadata.annotations?.[ID]?.trim() || undefined;
}

export function hasPipelineComponent(entity: Entity): boolean {
  return pipelineComponent(entity) !== undefined;
}
