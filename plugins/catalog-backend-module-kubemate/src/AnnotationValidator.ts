import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { InputError } from '@backstage/errors';
import type { CatalogProcessor } from '@backstage/plugin-catalog-node';
import { annotationFaults } from './annotationFaults';

/** Keeps an entity out of the catalog whose annotations for clusters say nothing that could be looked for, and says why as its processing error. */
export class AnnotationValidator implements CatalogProcessor {
  getProcessorName(): string {
    return 'KubemateAnnotationValidator';
  }

  /** @throws InputError that names each annotation with what is wrong with it */
  async preProcessEntity(entity: Entity): Promise<Entity> {
    const faults = annotationFaults(entity.metadata?.annotations ?? {});
    if (faults.length > 0)
      throw new InputError(`${stringifyEntityRef(entity)}: ${faults.join('; ')}`);
    return entity;
  }
}
