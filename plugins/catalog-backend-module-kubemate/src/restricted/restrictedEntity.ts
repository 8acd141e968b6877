import type { Entity, ResourceEntity } from '@backstage/catalog-model';

/** Where `spec.visibility` says this, only those in `spec.readers` see the entity, and those who see every tenant. */
export const RESTRICTED = 'restricted';

/** A Resource that only some may know of. */
export interface RestrictedEntity extends ResourceEntity {
  readonly spec: ResourceEntity['spec'] & {
    readonly visibility: typeof RESTRICTED;
    /** Users and groups, by their entity refs in lower case. */
    readonly readers: string[];
    readonly lifecycle?: 'active' | 'archived';
    /** What it is in; whoever sees the entity may see that, and not the other way round. */
    readonly within?: string[];
    /** What it is in and whoever sees one sees the other: both know of each other. */
    readonly partOf?: string[];
  };
}

export function isRestricted(entity: Entity): entity is RestrictedEntity {
  return entity.spec?.visibility === RESTRICTED;
}

/** Entities of this kind in these namespaces of the catalog are the portal's own; nobody describes them in a file. */
export const RESERVED_NAMESPACES = ['tenants', 'kubernetes', 'pipelines'] as const;
/** `type` of the location of everything that the portal itself brings into the catalog. */
export const PORTAL_LOCATION_TYPE = 'kubemate';
