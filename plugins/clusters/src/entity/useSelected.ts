import type { KubernetesSelection, Selected } from '@kubemate/plugin-clusters-common';
import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { clustersApiRef } from '../api/clustersApiRef';

const REFRESH = 15_000;

/** What an entity has in the clusters, by kind. */
export function useSelected(selection: KubernetesSelection) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'selected', selection],
    queryFn: ({ signal }) => client.listSelected(selection, { signal }),
    refetchInterval: REFRESH,
    staleTime: REFRESH,
  });
}

/** How many objects there are of each kind, by `apps/v1/deployments`. */
export function totalsOf(selected: Selected | undefined): ReadonlyMap<string, number> {
  return new Map(selected?.kinds.map(({ resource, total }) => [resource, total] as const));
}
