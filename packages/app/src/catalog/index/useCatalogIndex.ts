import type { Entity } from '@backstage/catalog-model';
import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef, useStarredEntities } from '@backstage/plugin-catalog-react';
import type { RowRange } from '@kubemate/ui';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { entityQuery, type IndexState, type Viewer } from './indexState';

/** Entities come in blocks of as many, which start at a multiple of it. */
const BLOCK = 100;
const REFRESH_MS = 15_000;

/** What of an entity the table shows. */
const FIELDS = ['kind', 'metadata', 'spec', 'relations'];

function useViewer(): Viewer | undefined {
  const identity = useApi(identityApiRef);
  const { starredEntities } = useStarredEntities();
  const { data } = useQuery({
    queryKey: ['catalog', 'identity'],
    queryFn: () => identity.getBackstageIdentity(),
    staleTime: Infinity,
  });
  return useMemo(
    () => data && { ownershipRefs: data.ownershipEntityRefs, starred: starredEntities },
    [data, starredEntities],
  );
}

/** The entities that answer what the address asks, in the blocks that are on the screen, asked for again as long as somebody looks. */
export function useEntities(state: IndexState) {
  const catalog = useApi(catalogApiRef);
  const viewer = useViewer();
  const [range, setRange] = useState<RowRange>({ offset: 0, limit: BLOCK });
  const question = viewer && entityQuery(state, viewer);
  const first = Math.floor(range.offset / BLOCK);
  const last = Math.max(first, Math.floor((range.offset + range.limit - 1) / BLOCK));
  const blocks = Array.from({ length: last - first + 1 }, (_, at) => (first + at) * BLOCK);
  const answers = useQueries({
    queries: blocks.map(offset => ({
      queryKey: ['catalog', 'entities', question, offset],
      queryFn: () => catalog.queryEntities({ ...question, fields: FIELDS, limit: BLOCK, offset }),
      enabled: question !== undefined,
      refetchInterval: REFRESH_MS,
      placeholderData: keepPreviousData,
    })),
  });
  const isNothing = viewer !== undefined && question === undefined;
  const rows = new Map<number, Entity>();
  if (!isNothing)
    for (const [at, { data }] of answers.entries())
      for (const [row, entity] of (data?.items ?? []).entries())
        rows.set((blocks[at] ?? 0) + row, entity);
  const failed = answers.find(({ isError }) => isError);
  return {
    rows,
    total: isNothing ? 0 : (answers.find(({ data }) => data)?.data?.totalItems ?? 0),
    isPending: !isNothing && answers.some(({ isPending }) => isPending),
    error: failed?.error,
    updatedAt: Math.min(...answers.map(({ dataUpdatedAt }) => dataUpdatedAt)),
    onRangeChange: setRange,
    retry: () => answers.forEach(answer => void answer.refetch()),
  };
}

/** How many entities of each kind there are. */
export function useKinds() {
  const catalog = useApi(catalogApiRef);
  return useQuery({
    queryKey: ['catalog', 'kinds'],
    queryFn: async () => (await catalog.getEntityFacets({ facets: ['kind'] })).facets.kind ?? [],
    refetchInterval: REFRESH_MS,
  });
}

const FACETS = {
  types: 'spec.type',
  owners: 'relations.ownedBy',
  lifecycles: 'spec.lifecycle',
  tags: 'metadata.tags',
} as const;

export type Facet = keyof typeof FACETS;

/** The values that entities of a kind have, to choose from. */
export function useFacets(kind: string) {
  const catalog = useApi(catalogApiRef);
  return useQuery({
    queryKey: ['catalog', 'facets', kind],
    queryFn: async () => {
      const { facets } = await catalog.getEntityFacets({
        filter: { kind },
        facets: Object.values(FACETS),
      });
      const values = (facet: Facet) => (facets[FACETS[facet]] ?? []).map(({ value }) => value);
      return {
        types: values('types'),
        owners: values('owners'),
        lifecycles: values('lifecycles'),
        tags: values('tags'),
      };
    },
    staleTime: 60_000,
  });
}
