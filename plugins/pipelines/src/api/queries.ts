import { useApi } from '@backstage/frontend-plugin-api';
import type { DefinitionRef, DefinitionsRequest } from '@kubemate/plugin-pipelines-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { pipelinesApiRef } from './pipelinesApiRef';

const LIST_MS = 30_000;
const WAITING_MS = 10_000;

export function useDefinitions(query: DefinitionsRequest) {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'definitions', query],
    queryFn: ({ signal }) => api.listDefinitions(query, { signal }),
    refetchInterval: LIST_MS,
    placeholderData: keepPreviousData,
  });
}

/** Repositories that the person may choose from. */
export function useImages() {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'images'],
    queryFn: ({ signal }) => api.listImages({ signal }),
    staleTime: 60_000,
  });
}

/** What its registry says of an image; nothing is asked while its name is none. */
export function useImageLook(image: string | undefined) {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'image', image],
    queryFn: ({ signal }) => api.lookAtImage(image ?? '', { signal }),
    enabled: image !== undefined,
    staleTime: 30_000,
  });
}

/** What waits for a person at the engines. */
export function useWaiting() {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'waiting'],
    queryFn: ({ signal }) => api.listWaiting({}, { signal }),
    refetchInterval: WAITING_MS,
  });
}

/** Event listeners, and what they have started. */
export function useTriggers() {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'triggers'],
    queryFn: ({ signal }) => api.listTriggers({}, { signal }),
    // Whoever has pushed looks at what comes of it.
    refetchInterval: WAITING_MS,
  });
}

export function useDefinition(ref: DefinitionRef, kind: 'Pipeline' | 'Task') {
  const api = useApi(pipelinesApiRef);
  return useQuery({
    queryKey: ['pipelines', 'definition', ref, kind],
    queryFn: ({ signal }) => api.getDefinition(ref, { kind }, { signal }),
    refetchInterval: LIST_MS,
  });
}
