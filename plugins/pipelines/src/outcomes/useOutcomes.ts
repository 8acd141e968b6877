import { useApi } from '@backstage/frontend-plugin-api';
import type { DefinitionRef } from '@kubemate/plugin-pipelines-common';
import { useQuery } from '@tanstack/react-query';
import { pipelinesApiRef } from '../api/pipelinesApiRef';

/** How the tasks of a Pipeline did in its last runs, and in those of a commit; nothing is asked without a Pipeline. */
export function useOutcomes(ref: DefinitionRef | undefined, commit?: string) {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'outcomes', ref, commit],
    queryFn: ({ signal }) =>
      ref === undefined
        ? null
        : api.getOutcomes(ref, { ...(commit !== undefined && { commit }) }, { signal }),
    enabled: ref !== undefined,
    staleTime: 30_000,
    retry: false,
  });
}
