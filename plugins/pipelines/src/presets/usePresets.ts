import { useApi } from '@backstage/frontend-plugin-api';
import type { DefinitionRef } from '@kubemate/plugin-pipelines-common';
import { useQuery } from '@tanstack/react-query';
import { pipelinesApiRef } from '../api/pipelinesApiRef';

/** The caller's presets of a Pipeline or job, and those of their groups. */
export function usePresets({ place, folder, name }: DefinitionRef) {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'presets', place, folder, name],
    queryFn: ({ signal }) => api.listPresets({ place, folder, name }, { signal }),
    staleTime: 30_000,
    retry: false,
  });
}
