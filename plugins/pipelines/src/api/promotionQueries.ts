import { useApi } from '@backstage/frontend-plugin-api';
import type {
  ApprovalsRequest,
  Board,
  BoardSummary,
  FlowRequest,
} from '@kubemate/plugin-pipelines-common';
import { keepPreviousData, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import { isMoving } from '../board/environmentText';
import { promotionsApiRef } from './promotionsApiRef';

const SLOW_MS = 30_000;
/** While something is on its way, a person waits for it. */
const FAST_MS = 3_000;

function paceOf(boards: readonly (Board | BoardSummary)[]): number {
  return boards.some(({ environments }) => environments.some(isMoving)) ? FAST_MS : SLOW_MS;
}

/** The list of components, page by page. */
export function useComponents(search: string) {
  const api = useApi(promotionsApiRef);
  return useInfiniteQuery({
    queryKey: ['pipelines', 'components', search],
    queryFn: ({ signal, pageParam }) =>
      api.listComponents(
        { ...(search !== '' && { search }), ...(pageParam !== '' && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: page => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => paceOf((state.data?.pages ?? []).flatMap(({ items }) => items)),
  });
}

/** Every environment there is, in order. */
export function useEnvironments() {
  const api = useApi(promotionsApiRef);
  return useQuery({
    queryKey: ['pipelines', 'environments'],
    queryFn: async ({ signal }) =>
      (await api.listComponents({ limit: 1 }, { signal })).environments,
  });
}

/** Components to choose from; the first of them, where there are very many. */
export function useComponentChoices() {
  const api = useApi(promotionsApiRef);
  return useQuery({
    queryKey: ['pipelines', 'component-choices'],
    queryFn: async ({ signal }) => (await api.listComponents({ limit: 200 }, { signal })).items,
  });
}

export function useBoard(component: string) {
  const api = useApi(promotionsApiRef);
  return useQuery({
    queryKey: ['pipelines', 'board', component],
    queryFn: ({ signal }) => api.getBoard(component, { signal }),
    refetchInterval: ({ state }) => (state.data === undefined ? SLOW_MS : paceOf([state.data])),
  });
}

/** Asks the repository, whoever keeps it. */
export function useOverlays(component: string, query: { from: string; to: string }) {
  const api = useApi(promotionsApiRef);
  return useQuery({
    queryKey: ['pipelines', 'overlays', component, query],
    queryFn: ({ signal }) => api.compareOverlays(component, query, { signal }),
    refetchInterval: SLOW_MS,
  });
}

/** Asks registries and SonarQube, which takes longer than the board itself. */
export function useEvidence(component: string) {
  const api = useApi(promotionsApiRef);
  return useQuery({
    queryKey: ['pipelines', 'evidence', component],
    queryFn: ({ signal }) => api.getEvidence(component, { signal }),
    refetchInterval: 2 * SLOW_MS,
  });
}

export function useReleases(component: string, environment: string) {
  const api = useApi(promotionsApiRef);
  return useQuery({
    queryKey: ['pipelines', 'releases', component, environment],
    queryFn: ({ signal }) => api.listReleases(component, { environment }, { signal }),
  });
}

/** How what runs now differs from a release; nothing is asked before one is chosen. */
export function useComparison(component: string, release: string) {
  const api = useApi(promotionsApiRef);
  return useQuery({
    queryKey: ['pipelines', 'comparison', component, release],
    queryFn: ({ signal }) => api.compareRelease(component, release, { signal }),
    enabled: release !== '',
  });
}

export function useApprovals(query: ApprovalsRequest) {
  const api = useApi(promotionsApiRef);
  return useQuery({
    queryKey: ['pipelines', 'approvals', query],
    queryFn: ({ signal }) => api.listApprovals(query, { signal }),
    refetchInterval: SLOW_MS,
    placeholderData: keepPreviousData,
  });
}

export function useFreezes() {
  const api = useApi(promotionsApiRef);
  return useQuery({
    queryKey: ['pipelines', 'freezes'],
    queryFn: ({ signal }) => api.listFreezes({}, { signal }),
    refetchInterval: SLOW_MS,
  });
}

export function useFlow(query: FlowRequest) {
  const api = useApi(promotionsApiRef);
  return useQuery({
    queryKey: ['pipelines', 'flow', query],
    queryFn: ({ signal }) => api.getFlow(query, { signal }),
    placeholderData: keepPreviousData,
  });
}

/** These promotions, as far as they have answered. */
export function usePromotions(ids: readonly string[]) {
  const api = useApi(promotionsApiRef);
  return useQueries({
    queries: ids.map(id => ({
      queryKey: ['pipelines', 'promotion', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.getPromotion(id, { signal }),
    })),
    combine: results => ({
      promotions: results.flatMap(({ data }) => data ?? []),
      isPending: results.some(({ isPending }) => isPending),
      error: results.find(({ error }) => error !== null)?.error ?? null,
    }),
  });
}
