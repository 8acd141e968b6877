import { useNow, useUrlState } from '@kubemate/ui';
import { useMemo } from 'react';
import { useFacets, useRecords } from '../api/queries';
import { AUDIT_PARAMS, toFilter } from './auditState';

/** The search that the address names, and what was found. */
export function useSearch() {
  const [state, update] = useUrlState(AUDIT_PARAMS);
  const { text, actor, verb, cluster, namespace, plugin, outcome, kind, object, range, reads } =
    state;
  // The question changes every five minutes, not every second: see `toFilter`.
  const now = useNow(at => Math.ceil(at / 300_000) * 300_000);
  const filter = useMemo(
    () =>
      toFilter(
        { text, actor, verb, cluster, namespace, plugin, outcome, kind, object, range, reads },
        now,
      ),
    [text, actor, verb, cluster, namespace, plugin, outcome, kind, object, range, reads, now],
  );
  const records = useRecords(filter);
  const facets = useFacets(filter);
  const items = useMemo(
    () => records.data?.pages.flatMap(page => page.items) ?? [],
    [records.data],
  );
  return {
    ...{ state, update, filter, items },
    facets: facets.data?.facets,
    total: Math.max(facets.data?.total ?? 0, items.length),
    asOf: records.dataUpdatedAt === 0 ? undefined : records.dataUpdatedAt,
    loading: records.isPending,
    error: records.data === undefined ? records.error : null,
    retry: () => void records.refetch(),
    more: () => {
      if (records.hasNextPage && !records.isFetchingNextPage) void records.fetchNextPage();
    },
  };
}

export type Search = ReturnType<typeof useSearch>;
