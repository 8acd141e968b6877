import type { EntityFilterQuery, QueryEntitiesInitialRequest } from '@backstage/catalog-client';
import { parseEntityRef } from '@backstage/catalog-model';
import { choiceParam, listParam, textParam } from '@kubemate/ui';

export const SCOPES = ['all', 'owned', 'starred'] as const;

/** The list of the catalog as it stands in the address. */
export const INDEX_PARAMS = {
  kind: textParam('component'),
  scope: choiceParam(SCOPES),
  search: textParam(),
  types: listParam(),
  owners: listParam(),
  lifecycles: listParam(),
  tags: listParam(),
  sort: textParam('name'),
};

export interface IndexState {
  readonly kind: string;
  readonly scope: (typeof SCOPES)[number];
  readonly search: string;
  readonly types: readonly string[];
  readonly owners: readonly string[];
  readonly lifecycles: readonly string[];
  readonly tags: readonly string[];
  readonly sort: string;
}

/** Whose entities these are: what `owned` and `starred` mean to the person who asks. */
export interface Viewer {
  readonly ownershipRefs: readonly string[];
  readonly starred: ReadonlySet<string>;
}

/** Kinds in the order in which people look for them; the others stand behind, by name. */
const KINDS = ['component', 'system', 'api', 'resource', 'template', 'domain', 'group', 'user'];

/** Where in an entity a column of the table stands. */
const SORT_FIELDS: Readonly<Record<string, string>> = {
  name: 'metadata.name',
  type: 'spec.type',
  owner: 'spec.owner',
  system: 'spec.system',
  lifecycle: 'spec.lifecycle',
};

/** The question to the catalog; undefined where the answer is known to be nothing. */
export function entityQuery(
  state: IndexState,
  viewer: Viewer,
): Omit<QueryEntitiesInitialRequest, 'limit' | 'offset'> | undefined {
  const filter = entityFilter(state, viewer);
  if (filter === undefined) return undefined;
  const descending = state.sort.startsWith('-');
  const field = SORT_FIELDS[descending ? state.sort.slice(1) : state.sort] ?? 'metadata.name';
  const term = state.search.trim();
  return {
    filter,
    orderFields: [
      { field, order: descending ? 'desc' : 'asc' },
      ...(field === 'metadata.name' ? [] : [{ field: 'metadata.name', order: 'asc' as const }]),
    ],
    ...(term !== '' && {
      fullTextFilter: {
        term,
        fields: [
          'metadata.name',
          'metadata.title',
          'metadata.description',
          'spec.profile.displayName',
        ],
      },
    }),
  };
}

function entityFilter(state: IndexState, viewer: Viewer): EntityFilterQuery | undefined {
  const asked: Record<string, string | string[]> = { kind: state.kind };
  const add = (key: string, values: readonly string[]) => {
    if (values.length > 0) asked[key] = [...values];
  };
  add('spec.type', state.types);
  add('relations.ownedBy', state.owners);
  add('spec.lifecycle', state.lifecycles);
  add('metadata.tags', state.tags);
  if (state.scope === 'all') return asked;
  if (state.scope === 'owned') {
    const chosen = state.owners.length === 0 ? undefined : new Set(state.owners);
    const refs = viewer.ownershipRefs.filter(ref => chosen?.has(ref) ?? true);
    return refs.length === 0 ? undefined : { ...asked, 'relations.ownedBy': refs };
  }
  const starred = [...viewer.starred]
    .map(ref => parseEntityRef(ref))
    .filter(({ kind }) => kind.toLocaleLowerCase('en') === state.kind)
    .map(({ name, namespace }) => ({
      ...asked,
      'metadata.name': name,
      'metadata.namespace': namespace,
    }));
  return starred.length === 0 ? undefined : starred;
}

/** Kinds that the catalog has, in the order in which they are offered; the one that is looked at is always among them. */
export function orderKinds(
  counts: readonly { value: string; count: number }[],
  chosen: string,
): readonly { kind: string; name: string; count: number }[] {
  const found = counts
    .map(({ value, count }) => ({ kind: value.toLocaleLowerCase('en'), name: value, count }))
    .filter(({ kind }) => kind !== 'location' || chosen === 'location');
  const known = found.some(({ kind }) => kind === chosen)
    ? found
    : [...found, { kind: chosen, name: chosen, count: 0 }];
  const rank = (kind: string) => (KINDS.indexOf(kind) + 1 || KINDS.length + 1) - 1;
  return [...known].sort(
    (a, b) => rank(a.kind) - rank(b.kind) || a.kind.localeCompare(b.kind, 'en'),
  );
}
