import { useApi } from '@backstage/frontend-plugin-api';
import type { AuditApi, RecordFilterText } from '@kubemate/plugin-audit-common';
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { auditApiRef } from './auditApiRef';

const PAGE = 100;
const REFRESH_MS = 15_000;

function useAudit(): AuditApi {
  return useApi(auditApiRef);
}

/** Records that match, newest first, as many pages as were asked for. */
export function useRecords(
  filter: RecordFilterText,
  { refreshMs = REFRESH_MS, enabled = true } = {},
) {
  const api = useAudit();
  return useInfiniteQuery({
    queryKey: ['audit', 'records', filter],
    queryFn: ({ pageParam, signal }) =>
      api.listRecords({ ...filter, limit: PAGE, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    enabled,
    refetchInterval: query => ((query.state.data?.pages.length ?? 0) > 1 ? false : refreshMs),
    placeholderData: keepPreviousData,
  });
}

export function useFacets(filter: RecordFilterText) {
  const api = useAudit();
  return useQuery({
    queryKey: ['audit', 'facets', filter],
    queryFn: ({ signal }) => api.getFacets(filter, { signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

export function useRecord(id: string) {
  const api = useAudit();
  return useQuery({
    queryKey: ['audit', 'record', id],
    queryFn: ({ signal }) => api.getRecord(id, { signal }),
    // A record never changes; what is joined to it may still come.
    staleTime: 5_000,
  });
}

export function useAuditStatus() {
  const api = useAudit();
  return useQuery({
    queryKey: ['audit', 'status'],
    queryFn: ({ signal }) => api.getStatus({ signal }),
    refetchInterval: 60_000,
  });
}

export function useVerify() {
  const api = useAudit();
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api.verify(),
    onSuccess: () => client.invalidateQueries({ queryKey: ['audit', 'status'] }),
  });
}

export function useNotices(enabled: boolean) {
  const api = useAudit();
  return useQuery({
    queryKey: ['audit', 'notices'],
    queryFn: ({ signal }) => api.listNotices({ signal }),
    enabled,
    refetchInterval: 30_000,
  });
}

export function useReadNotices() {
  const api = useAudit();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) => api.readNotices(ids),
    onSuccess: list => client.setQueryData(['audit', 'notices'], list),
  });
}
