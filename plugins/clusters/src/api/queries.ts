import { useApi } from '@backstage/frontend-plugin-api';
import { formatResourceId } from '@kubemate/kube-common';
import { useQueries, useQuery } from '@tanstack/react-query';
import type { ObjectTarget } from '../links/useLinks';
import { clustersApiRef } from './clustersApiRef';

/** How often what has no stream of its own is asked for again while it is on the screen, in milliseconds. */
const LIVE = 5_000;
/** Kinds of a cluster change when somebody installs a CRD. */
const RARELY = 60_000;

export function useFleet() {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'fleet'],
    queryFn: ({ signal }) => client.getFleet({ signal }),
    refetchInterval: LIVE,
    staleTime: LIVE,
  });
}

export function useClusterList() {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'list'],
    queryFn: ({ signal }) => client.listClusters({ signal }),
    refetchInterval: LIVE,
    staleTime: LIVE,
  });
}

export function useIdentities() {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'identities'],
    queryFn: ({ signal }) => client.listIdentities({ signal }),
    refetchInterval: RARELY / 2,
    staleTime: LIVE,
  });
}

export function useClusterSummary(cluster: string) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'summary', cluster],
    queryFn: ({ signal }) => client.getClusterSummary({ cluster }, { signal }),
    refetchInterval: LIVE,
    staleTime: LIVE,
  });
}

/** What each node of a cluster has, holds and uses. */
export function useClusterNodes(cluster: string) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'nodes', cluster],
    queryFn: ({ signal }) => client.listNodes({ cluster }, { signal }),
    refetchInterval: LIVE,
    staleTime: LIVE,
  });
}

/** The resource types of several clusters, one query each: a dead cluster does not hold up the others. */
export function useResourceLists(clusters: readonly string[]) {
  const client = useApi(clustersApiRef);
  return useQueries({
    queries: clusters.map(cluster => ({
      queryKey: ['clusters', 'resources', cluster],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.listResources({ cluster }, { signal }),
      staleTime: RARELY,
      refetchInterval: RARELY,
    })),
  });
}

function objectKey(target: ObjectTarget): readonly string[] {
  const { cluster, resource, namespace = '', name } = target;
  return [cluster, formatResourceId(resource), namespace, name];
}

export function useObject(target: ObjectTarget) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'object', ...objectKey(target)],
    queryFn: ({ signal }) => client.getObject(target, { signal }),
    refetchInterval: LIVE,
    staleTime: LIVE,
  });
}

export function useWhy(target: ObjectTarget) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'why', ...objectKey(target)],
    queryFn: ({ signal }) => client.explain(target, { signal }),
    refetchInterval: LIVE,
    staleTime: LIVE,
  });
}

/** Events of an object and, for a workload, of what it owns. */
export function useEvents(target: ObjectTarget) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'events', ...objectKey(target)],
    queryFn: ({ signal }) => client.listEvents({ ...target, owned: true }, { signal }),
    refetchInterval: LIVE,
    staleTime: LIVE,
  });
}

export function useRelated(target: ObjectTarget) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'related', ...objectKey(target)],
    queryFn: ({ signal }) => client.listRelated(target, { signal }),
    refetchInterval: LIVE,
    staleTime: LIVE,
  });
}

export function useSearch(text: string) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'search', text],
    queryFn: ({ signal }) => client.search({ q: text, limit: 30 }, { signal }),
    enabled: text !== '',
    staleTime: LIVE,
    placeholderData: previous => previous,
  });
}
