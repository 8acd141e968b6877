import type { Entity } from '@backstage/catalog-model';

/** How others in the catalog relate to an entity. */
export type Related = 'dependsOn' | 'dependedOnBy' | 'contains';

const TYPES: Readonly<Record<Related, string>> = {
  dependsOn: 'dependsOn',
  dependedOnBy: 'dependencyOf',
  contains: 'hasPart',
};

/** Those that are related so, by entity ref, each once. */
export function relatedTo({ kind, relations = [] }: Entity, related: Related): readonly string[] {
  const refs = relations.filter(({ type }) => type === TYPES[related]);
  // Of a system, its components have a card of their own, with how they do.
  const isSystem = related === 'contains' && kind.toLowerCase() === 'system';
  const named = refs.map(({ targetRef }) => targetRef);
  return [...new Set(named.filter(ref => !isSystem || !ref.startsWith('component:')))];
}

/** Above this many, a namespace with hundreds of objects would push the page's other cards out of sight. */
export const SHOWN_AT_FIRST = 10;
