import {
  RELATION_HAS_PART,
  RELATION_OWNED_BY,
  RELATION_OWNER_OF,
  RELATION_PART_OF,
  stringifyEntityRef,
  type Entity,
} from '@backstage/catalog-model';
import type { CatalogApi } from '@backstage/plugin-catalog-react';

/** What is written on the private end alone, and what the other end would have; docs/adr/0010. */
const PAIRS = [
  { from: RELATION_OWNED_BY, back: RELATION_OWNER_OF },
  { from: RELATION_PART_OF, back: RELATION_HAS_PART },
] as const;
/** Of each relation; a graph with more could not be read. */
const MAX = 100;

/** The catalog, with relations to entities that only some may see on the other end too: found with the rights of the person who looks. */
export function completedCatalog(catalog: CatalogApi): CatalogApi {
  const getEntitiesByRefs: CatalogApi['getEntitiesByRefs'] = async (request, options) => {
    const answer = await catalog.getEntitiesByRefs(request, options);
    const refs = request.entityRefs.map(ref => ref.toLocaleLowerCase('en-US'));
    const missing = await Promise.all(
      PAIRS.map(async ({ from, back }) => {
        const { items } = await catalog.getEntities(
          {
            filter: { [`relations.${from}`]: refs, 'spec.visibility': 'restricted' },
            fields: ['kind', 'metadata.name', 'metadata.namespace', 'relations'],
            limit: MAX,
          },
          options,
        );
        return items.flatMap(item =>
          (item.relations ?? [])
            .filter(({ type }) => type === from)
            .map(({ targetRef }) => ({
              on: targetRef,
              relation: { type: back, targetRef: stringifyEntityRef(item) },
            })),
        );
      }),
    );
    return {
      ...answer,
      items: answer.items.map(item => item && withRelations(item, missing.flat())),
    };
  };
  return new Proxy(catalog, {
    get(target, name) {
      if (name === 'getEntitiesByRefs') return getEntitiesByRefs;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

interface Missing {
  readonly on: string;
  readonly relation: NonNullable<Entity['relations']>[number];
}

function withRelations(entity: Entity, missing: readonly Missing[]): Entity {
  const ref = stringifyEntityRef(entity);
  const { relations = [] } = entity;
  const known = new Set(relations.map(({ type, targetRef }) => `${type} ${targetRef}`));
  const added = missing
    .filter(
      ({ on, relation }) => on === ref && !known.has(`${relation.type} ${relation.targetRef}`),
    )
    .map(({ relation }) => relation);
  return added.length === 0 ? entity : { ...entity, relations: [...relations, ...added] };
}
