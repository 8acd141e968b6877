import { useApi } from '@backstage/frontend-plugin-api';
import type { Topology } from '@kubemate/plugin-clusters-common';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { clustersApiRef } from '../api/clustersApiRef';

/** How often a map on the screen asks whether it is still the newest, in milliseconds; the answer is then a few bytes. */
const LIVE = 1_000;

/** The topology of a place, live: nodes and edges stay the same objects until they change. */
export function useTopology({
  cluster,
  namespaces,
}: {
  readonly cluster: string;
  readonly namespaces: readonly string[];
}) {
  const client = useApi(clustersApiRef);
  const queries = useQueryClient();
  const queryKey = ['clusters', 'topology', cluster, ...namespaces];
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<Topology> => {
      const known = queries.getQueryData<Topology>(queryKey);
      const answer = await client.getTopology(
        {
          cluster,
          ...(namespaces.length > 0 && { namespaces }),
          ...(known !== undefined && { since: known.version }),
        },
        { signal },
      );
      if (!answer.unchanged || known === undefined) return answer;
      return { ...answer, nodes: known.nodes, edges: known.edges };
    },
    enabled: cluster !== '',
    refetchInterval: LIVE,
    staleTime: LIVE,
  });
}
