import { describeError } from '@kubemate/ui';
import { useMemo } from 'react';
import { useClusterList, useResourceLists } from '../api/queries';
import { mergeResourceTypes, type FleetResourceType } from './resourceTypes';

export interface ResourceTypes {
  readonly types: readonly FleetResourceType[];
  /** True until the first cluster has answered or all have failed. */
  readonly loading: boolean;
  readonly failures: readonly { readonly cluster: string; readonly reason: string }[];
}

/** The resource types of every cluster that answers, merged. */
export function useResourceTypes(): ResourceTypes {
  const clusters = useClusterList();
  const items = clusters.data?.items ?? [];
  const reachable = items
    .filter(cluster => cluster.connection.state === 'ready')
    .map(cluster => cluster.name);
  const lists = useResourceLists(reachable);
  // Queries give a new array on every render; what it holds changes with these.
  const version = lists.map(list => `${list.dataUpdatedAt}/${list.errorUpdatedAt}`).join();
  const names = reachable.join();
  return useMemo(() => {
    const found = lists.flatMap((list, index) => {
      const cluster = reachable[index];
      return cluster === undefined || list.data === undefined
        ? []
        : [{ cluster, items: list.data.items }];
    });
    const failures = lists.flatMap((list, index) => {
      const cluster = reachable[index];
      return cluster === undefined || list.error === null
        ? []
        : [{ cluster, reason: describeError(list.error).message }];
    });
    const waiting = clusters.isPending || lists.some(list => list.isPending);
    return { types: mergeResourceTypes(found), loading: waiting && found.length === 0, failures };
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [version, names, clusters.isPending]);
}
