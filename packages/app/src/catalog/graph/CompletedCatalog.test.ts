import type { Entity } from '@backstage/catalog-model';
import type { CatalogApi } from '@backstage/plugin-catalog-react';
import { completedCatalog } from './CompletedCatalog';

function entity(kind: string, name: string, relations: Entity['relations'] = []): Entity {
  return { apiVersion: 'backstage.io/v1alpha1', kind, metadata: { name }, relations };
}

const OWNED = { type: 'ownedBy', targetRef: 'group:default/a' };

describe('completedCatalog', () => {
  it('adds what private entities say of others, once, and leaves the rest as it is', async () => {
    const group = entity('Group', 'a', [{ type: 'ownerOf', targetRef: 'resource:default/known' }]);
    const asked: unknown[] = [];
    const catalog: Partial<CatalogApi> = {
      getEntitiesByRefs: async () => ({ items: [group, undefined] }),
      getEntities: async request => {
        asked.push(request?.filter);
        const filter = JSON.stringify(request?.filter);
        if (!filter.includes('ownedBy')) return { items: [] };
        return {
          items: ['known', 'private'].map(name =>
            entity('Resource', name, [OWNED, { type: 'partOf', targetRef: 'resource:default/x' }]),
          ),
        };
      },
    };
    const completed = completedCatalog(catalog as CatalogApi);
    const { items } = await completed.getEntitiesByRefs({ entityRefs: ['group:default/A', 'x'] });
    expect(items).toEqual([
      {
        ...group,
        relations: [
          { type: 'ownerOf', targetRef: 'resource:default/known' },
          { type: 'ownerOf', targetRef: 'resource:default/private' },
        ],
      },
      undefined,
    ]);
    expect(asked).toContainEqual({
      'relations.partOf': ['group:default/a', 'x'],
      'spec.visibility': 'restricted',
    });
  });
});
