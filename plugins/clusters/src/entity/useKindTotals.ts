import type { KubernetesSelection } from '@kubemate/plugin-clusters-common';
import { useApi } from '@backstage/frontend-plugin-api';
import { formatResourceId } from '@kubemate/kube-common';
import { useQueries } from '@tanstack/react-query';
import { clustersApiRef } from '../api/clustersApiRef';
import { ENTITY_KINDS } from './entityKinds';

/** Kinds come and go less often than objects, and each is a question of its own. */
const REFRESH = 15_000;

/** How many objects of each kind are selected, by `apps/v1/deployments`; what is not known yet, or cannot be, is absent. */
export function useKindTotals(selection: KubernetesSelection): ReadonlyMap<string, number> {
  const client = useApi(clustersApiRef);
  const answers = useQueries({
    queries: ENTITY_KINDS.map(resource => ({
      queryKey: ['clusters', 'entity-total', resource, selection],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.listRows({ resource, ...selection, limit: 1 }, { signal }),
      refetchInterval: REFRESH,
      staleTime: REFRESH,
    })),
  });
  return new Map(
    ENTITY_KINDS.flatMap((resource, at) => {
      const total = answers[at]?.data?.total;
      return total === undefined ? [] : [[formatResourceId(resource), total] as const];
    }),
  );
}
