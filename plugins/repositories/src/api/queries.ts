import { useApi } from '@backstage/frontend-plugin-api';
import type { PullRequest, RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { repositoriesApiRef } from './repositoriesApiRef';

const LIST_MS = 30_000;
/** Somebody looks whether what they have just sent has arrived. */
const DELIVERIES_MS = 5_000;
const KEY = 'repositories';

/** Of whatever names a repository, only that. */
const nameOf = ({ owner, name }: RepositoryPlace) => `${owner}/${name}`;

export function useRepositories() {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'list'],
    queryFn: ({ signal }) => api.listRepositories({ signal }),
    refetchInterval: LIST_MS,
  });
}

/** The person's own. */
export function useAccessTokens() {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'access-tokens'],
    queryFn: ({ signal }) => api.listAccessTokens({ signal }),
  });
}

export function useRepository(place: RepositoryPlace) {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'repository', nameOf(place)],
    queryFn: ({ signal }) => api.getRepository(place, { signal }),
    refetchInterval: LIST_MS,
  });
}

/** A folder or a file. Asked for only where the repository has a commit. */
export function useFiles(
  place: RepositoryPlace,
  query: { readonly ref?: string; readonly path?: string },
  { enabled = true }: { enabled?: boolean } = {},
) {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'files', nameOf(place), query],
    queryFn: ({ signal }) => api.readFiles(place, query, { signal }),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useCommits(
  place: RepositoryPlace,
  query: { readonly ref?: string; readonly limit: number },
) {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'commits', nameOf(place), query],
    queryFn: ({ signal }) => api.listCommits(place, query, { signal }),
    placeholderData: keepPreviousData,
  });
}

export function useCommit(place: RepositoryPlace, commit: string) {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'commit', nameOf(place), commit],
    queryFn: ({ signal }) => api.getCommit({ ...place, commit }, { signal }),
    staleTime: Infinity,
  });
}

export function usePullRequests(place: RepositoryPlace, state: PullRequest['state'] | 'all') {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'pulls', nameOf(place), state],
    queryFn: ({ signal }) => api.listPullRequests(place, { state }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: LIST_MS,
  });
}

export function useWebhooks(place: RepositoryPlace) {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'webhooks', nameOf(place)],
    queryFn: ({ signal }) => api.listWebhooks(place, { signal }),
    refetchInterval: DELIVERIES_MS,
  });
}

export function useDeliveries(place: RepositoryPlace, webhook: string) {
  const api = useApi(repositoriesApiRef);
  const { owner, name } = place;
  return useQuery({
    queryKey: [KEY, 'deliveries', nameOf(place), webhook],
    queryFn: ({ signal }) => api.listDeliveries({ owner, name, webhook }, {}, { signal }),
    refetchInterval: DELIVERIES_MS,
  });
}

export function useDelivery(place: RepositoryPlace, webhook: string, delivery: string) {
  const api = useApi(repositoriesApiRef);
  const { owner, name } = place;
  return useQuery({
    queryKey: [KEY, 'delivery', nameOf(place), webhook, delivery],
    queryFn: ({ signal }) => api.getDelivery({ owner, name, webhook, delivery }, { signal }),
    refetchInterval: DELIVERIES_MS,
  });
}

export function usePullRequest(place: RepositoryPlace, number: number) {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'pull', nameOf(place), number],
    queryFn: ({ signal }) => api.getPullRequest({ ...place, number }, { signal }),
    refetchInterval: LIST_MS,
  });
}

export function useTemplated() {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'templated'],
    queryFn: ({ signal }) => api.listTemplated({ signal }),
    refetchInterval: LIST_MS,
  });
}

/** Comparing takes the scaffolder a moment. `url`: of one on another git host. */
export function useTemplatedRepository(place: RepositoryPlace, url: string | undefined) {
  const api = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: [KEY, 'templated', url ?? nameOf(place)],
    queryFn: ({ signal }) =>
      url === undefined
        ? api.getTemplated(place, { signal })
        : api.getTemplatedOnHost({ repository: url }, { signal }),
    refetchInterval: LIST_MS,
  });
}
