import { ANNOTATION_SOURCE_LOCATION } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogProcessor, LocationSpec } from '@backstage/plugin-catalog-node';
import { parseRepositoryUrl, repositoryUrl } from '@kubemate/plugin-repositories-common';
import path from 'node:path';
import type { RepositoryUrls } from '../repositories/RepositoryUrls';

/** Notes on an entity that was read from a repository of the portal's where its source is, unless it says so itself. */
export class SourceLocationProcessor implements CatalogProcessor {
  constructor(private readonly urls: RepositoryUrls) {}

  getProcessorName(): string {
    return 'KubemateSourceLocation';
  }

  async preProcessEntity(entity: Entity, { type, target }: LocationSpec): Promise<Entity> {
    const { annotations } = entity.metadata;
    if (type !== 'url' || annotations?.[ANNOTATION_SOURCE_LOCATION]) return entity;
    const address = target.startsWith(`${this.urls.api}/git/`) ? parseRepositoryUrl(target) : null;
    if (!address?.ref) return entity;
    const folder = path.posix.dirname(address.path);
    const source = repositoryUrl(this.urls.clone(address), {
      ...{ view: 'tree', ref: address.ref, path: folder === '.' ? '' : `${folder}/` },
    });
    return {
      ...entity,
      metadata: {
        ...entity.metadata,
        annotations: { ...annotations, [ANNOTATION_SOURCE_LOCATION]: `url:${source}` },
      },
    };
  }
}
