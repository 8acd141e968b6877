import { useApi } from '@backstage/frontend-plugin-api';
import type { ClusterObject } from '@kubemate/plugin-clusters-common';
import { useQuery } from '@tanstack/react-query';
import { clustersApiRef } from '../api/clustersApiRef';
import { podApiRef } from '../api/podApiRef';
import type { ObjectTarget } from '../links/useLinks';
import { debugContainerState, podSelectorOf, runningPods } from './podTargets';

const LIVE = 5_000;
const RIGHTS = 15_000;
const MAX_PODS = 200;

/** Whether the person may run commands, in one pod or in a namespace. */
export function usePodAccess(query: { cluster: string; namespace: string; pod?: string }) {
  const api = useApi(podApiRef);
  return useQuery({
    queryKey: ['clusters', 'pod-access', query.cluster, query.namespace, query.pod ?? ''],
    queryFn: ({ signal }) => api.getAccess(query, { signal }),
    refetchInterval: RIGHTS,
    staleTime: RIGHTS,
  });
}

/** Names of the pods that an object stands for and that run: itself, or those of the workload. */
export function useRunningPods(target: ObjectTarget, object: ClusterObject) {
  const client = useApi(clustersApiRef);
  const isPod = object.kind === 'Pod';
  const labelSelector = podSelectorOf(object);
  const { cluster, namespace = '' } = target;
  const query = useQuery({
    queryKey: ['clusters', 'running-pods', cluster, namespace, labelSelector ?? ''],
    queryFn: async ({ signal }) => {
      const page = await client.listRows(
        {
          resource: { group: '', version: 'v1', plural: 'pods' },
          clusters: [cluster],
          namespaces: [namespace],
          labelSelector,
          limit: MAX_PODS,
        },
        { signal },
      );
      return runningPods(page.items);
    },
    enabled: !isPod && labelSelector !== undefined,
    refetchInterval: LIVE,
    staleTime: LIVE,
  });
  if (isPod) return { pods: [target.name], isPending: false, error: null };
  const { data: pods = [], isPending, error } = query;
  return { pods, isPending: isPending && labelSelector !== undefined, error };
}

export function usePodPorts(query: { cluster: string; namespace: string; pod: string }) {
  const api = useApi(podApiRef);
  return useQuery({
    queryKey: ['clusters', 'pod-ports', query.cluster, query.namespace, query.pod],
    queryFn: ({ signal }) => api.listPorts(query, { signal }),
    refetchInterval: LIVE * 3,
    staleTime: LIVE,
  });
}

const DEBUG_START_MS = 1_000;

/** How a debug container does, each second until it runs or has ended. */
export function useDebugContainer(target: ObjectTarget, container: string) {
  const client = useApi(clustersApiRef);
  const { cluster, namespace = '', name } = target;
  return useQuery({
    queryKey: ['clusters', 'debug-container', cluster, namespace, name, container],
    queryFn: async ({ signal }) =>
      debugContainerState(await client.getObject(target, { signal }), container),
    refetchInterval: ({ state }) =>
      state.data === undefined || state.data.state === 'waiting' ? DEBUG_START_MS : false,
  });
}
