import { ANNOTATION_SOURCE_LOCATION } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import { parseRepositoryUrl, type RepositoryAddress } from '@kubemate/plugin-repositories-common';

/** Where the source of an entity is, if it is in a repository of the portal's. */
export function entityRepository(entity: Entity): RepositoryAddress | undefined {
  const location = entity.metadata.annotations?.[ANNOTATION_SOURCE_LOCATION];
  return location?.startsWith('url:')
    ? parseRepositoryUrl(location.slice('url:'.length))
    : undefined;
}

export function hasRepository(entity: Entity): boolean {
  return entityRepository(entity) !== undefined;
}
