import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { CatalogProcessor, LocationSpec } from '@backstage/plugin-catalog-node';
import { isRestricted, PORTAL_LOCATION_TYPE, RESERVED_NAMESPACES } from './restrictedEntity';

/**
 * Keeps names for the portal's own entities: whoever could take the name of a tenant would keep the tenant out, and could learn from it whether there is one. What
 * says who may see it comes from the portal alone too: relations of a file's entity are on both ends.
 */
export class ReservedEntities implements CatalogProcessor {
  getProcessorName(): string {
    return 'KubemateReservedEntities';
  }

  /** @throws InputError that says which name or field is the portal's */
  async preProcessEntity(entity: Entity, location: LocationSpec): Promise<Entity> {
    if (location.type === PORTAL_LOCATION_TYPE) return entity;
    const { namespace = 'default' } = entity.metadata;
    const ref = stringifyEntityRef(entity);
    const isReserved = RESERVED_NAMESPACES.some(
      reserved => reserved === namespace.toLocaleLowerCase('en-US'),
    );
    if (isReserved && entity.kind.toLocaleLowerCase('en-US') === 'resource')
      throw new InputError(`${ref}: resources in the namespace ${namespace} are the portal’s own`);
    if (isRestricted(entity))
      throw new InputError(`${ref}: spec.visibility is for entities of the portal’s own`);
    return entity;
  }
}
