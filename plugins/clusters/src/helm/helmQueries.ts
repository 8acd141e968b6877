import { useApi } from '@backstage/frontend-plugin-api';
import {
  clustersOperations,
  revealedRevisionSchema,
  type HelmReleaseRef,
  type RevealedRevision,
} from '@kubemate/plugin-clusters-common';
import { operationsApiRef } from '@kubemate/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { clustersApiRef } from '../api/clustersApiRef';

/** Each look reads a Secret per release, so it is taken less often than where a stream tells. */
const OFTEN = 20_000;

export function useHelmReleases(clusters: readonly string[]) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'helm', 'releases', ...clusters],
    queryFn: ({ signal }) =>
      client.listHelmReleases(clusters.length > 0 ? { clusters: [...clusters] } : {}, { signal }),
    // Where the rows are still on their way, soon again.
    refetchInterval: ({ state }) =>
      state.data?.failures.some(failure => failure.state === 'partial') ? 2_000 : OFTEN,
    staleTime: 5_000,
  });
}

export function useHelmHistory(release: HelmReleaseRef) {
  const client = useApi(clustersApiRef);
  const { cluster, namespace, name } = release;
  return useQuery({
    queryKey: ['clusters', 'helm', 'history', cluster, namespace, name],
    queryFn: ({ signal }) => client.getHelmHistory(release, { signal }),
    refetchInterval: OFTEN,
    staleTime: 5_000,
  });
}

/** Reads revisions with their values, which is recorded. What comes is forgotten with the page: it may hold secrets. */
export function useReveal(release: HelmReleaseRef) {
  const operations = useApi(operationsApiRef);
  return useMutation({
    gcTime: 0,
    mutationFn: async (revisions: readonly number[]): Promise<readonly RevealedRevision[]> => {
      const input = { release, revisions: [...new Set(revisions)] };
      const { status, error, output } = await operations.run(
        clustersOperations.revealHelmRelease,
        input,
      );
      if (status === 'failed') throw new Error(error?.message);
      return revealedRevisionSchema.array().parse(output?.revisions);
    },
  });
}
