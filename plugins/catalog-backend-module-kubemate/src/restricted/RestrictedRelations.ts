import {
  getCompoundEntityRef,
  parseEntityRef,
  RELATION_DEPENDENCY_OF,
  RELATION_HAS_PART,
  RELATION_OWNED_BY,
  RELATION_PART_OF,
  type Entity,
} from '@backstage/catalog-model';
import { processingResult } from '@backstage/plugin-catalog-node';
import type {
  CatalogProcessor,
  CatalogProcessorEmit,
  LocationSpec,
} from '@backstage/plugin-catalog-node';
import { isRestricted } from './restrictedEntity';

/** Backstage's own processors have 20, and go in the order of this number. */
const BEFORE_BACKSTAGE = 10;
const AFTER_BACKSTAGE = 30;

/**
 * Relations of entities that only some may see. Backstage writes every relation on both ends, and shows all relations of what one may see: a private tenant would be
 * named by the group that owns it. So what leads from a restricted entity to one that more people see is written on the restricted end alone.
 *
 * It takes two processors: this one hides from Backstage's what it would write on both ends, {@link restoring} gives it back.
 */
export class RestrictedRelations implements CatalogProcessor {
  readonly #hidden = new WeakMap<Entity, Entity>();

  readonly restoring: CatalogProcessor = {
    getProcessorName: () => 'KubemateRestoredSpecs',
    getPriority: () => AFTER_BACKSTAGE,
    postProcessEntity: async entity => this.#hidden.get(entity) ?? entity,
  };

  getProcessorName(): string {
    return 'KubemateRestrictedRelations';
  }

  getPriority(): number {
    return BEFORE_BACKSTAGE;
  }

  async postProcessEntity(
    entity: Entity,
    _location: LocationSpec,
    emit: CatalogProcessorEmit,
  ): Promise<Entity> {
    if (!isRestricted(entity)) return entity;
    const { owner, within = [], partOf = [], dependencyOf = [] } = entity.spec;
    const self = getCompoundEntityRef(entity);
    const relate = (type: string, refs: readonly string[], back?: string) => {
      for (const ref of refs) {
        const target = parseEntityRef(ref, { defaultKind: 'group', defaultNamespace: 'default' });
        emit(processingResult.relation({ source: self, type, target }));
        if (back !== undefined)
          emit(processingResult.relation({ source: target, type: back, target: self }));
      }
    };
    relate(RELATION_OWNED_BY, [owner]);
    relate(RELATION_PART_OF, within);
    relate(RELATION_DEPENDENCY_OF, dependencyOf);
    relate(RELATION_PART_OF, partOf, RELATION_HAS_PART);
    const { visibility, readers, type } = entity.spec;
    const bare: Entity = { ...entity, spec: { visibility, readers, type } };
    this.#hidden.set(bare, entity);
    return bare;
  }
}
