import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { ANNOTATION_SOURCE_LOCATION, stringifyEntityRef } from '@backstage/catalog-model';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { hostedRepositoryOf, parseRepositoryUrl } from '@kubemate/plugin-repositories-common';

const MADE_BY = 'kubemate.io/template';

/** A component that says which template made it. */
export interface MadeComponent {
  readonly component: string;
  readonly template: string;
}

/** Templates, and what they made, as far as the catalog shows them to somebody. */
export class TemplateCatalog {
  constructor(private readonly catalog: CatalogService) {}

  /** Those that name a version, by their entity refs. */
  async templates(credentials: BackstageCredentials): Promise<ReadonlyMap<string, Entity>> {
    const filter = {
      kind: 'Template',
      'metadata.annotations.kubemate.io/template-version': CATALOG_FILTER_EXISTS,
    };
    const { items } = await this.catalog.getEntities({ filter }, { credentials });
    return new Map(items.map(entity => [stringifyEntityRef(entity), entity]));
  }

  template(ref: string, credentials: BackstageCredentials): Promise<Entity | undefined> {
    return this.catalog.getEntityByRef(ref, { credentials });
  }

  /** By `<owner>/<name>` of the repository that each comes from; on another git host by its address. */
  async components(credentials: BackstageCredentials): Promise<ReadonlyMap<string, MadeComponent>> {
    const { items } = await this.catalog.getEntities(
      {
        filter: {
          kind: 'Component',
          [`metadata.annotations.${MADE_BY}`]: CATALOG_FILTER_EXISTS,
        },
        fields: ['kind', 'metadata'],
      },
      { credentials },
    );
    const found = new Map<string, MadeComponent>();
    for (const entity of items) {
      const { [ANNOTATION_SOURCE_LOCATION]: source = '', [MADE_BY]: template = '' } =
        entity.metadata.annotations ?? {};
      const address = source.replace(/^url:/, '');
      const place = parseRepositoryUrl(address);
      const key = place ? `${place.owner}/${place.name}` : hostedRepositoryOf(address);
      if (key !== undefined)
        found.set(key, {
          component: stringifyEntityRef(entity),
          template: `template:default/${template}`,
        });
    }
    return found;
  }
}
