import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { DocsEntity } from '@kubemate/plugin-docs-common';
import { textParam } from '@kubemate/ui';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { docsApiRef } from '../api/docsApiRef';

/** What is read, as it stands in the address. */
export const DOCS_PARAMS = { page: textParam(), find: textParam() };

/** A page that somebody works on is read again while it is looked at. */
const REFRESH_MS = 30_000;

function useDocsEntity(): DocsEntity {
  const { kind, metadata } = useEntity().entity;
  return { kind, namespace: metadata.namespace ?? 'default', name: metadata.name };
}

export function useDocsSite() {
  const api = useApi(docsApiRef);
  const entity = useDocsEntity();
  return useQuery({
    queryKey: ['docs', 'site', entity],
    queryFn: ({ signal }) => api.getSite(entity, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

/** The first page where the path is empty. */
export function useDocsPage(path: string) {
  const api = useApi(docsApiRef);
  const entity = useDocsEntity();
  return useQuery({
    queryKey: ['docs', 'page', entity, path],
    queryFn: ({ signal }) => api.getPage({ ...entity, ...(path !== '' && { path }) }, { signal }),
    refetchInterval: REFRESH_MS,
  });
}

export function useDocsSearch(text: string) {
  const api = useApi(docsApiRef);
  const entity = useDocsEntity();
  return useQuery({
    queryKey: ['docs', 'search', entity, text],
    queryFn: ({ signal }) => api.search({ ...entity, text }, { signal }),
    enabled: text !== '',
    placeholderData: keepPreviousData,
  });
}

export function useDocsImage(path: string | undefined) {
  const api = useApi(docsApiRef);
  const entity = useDocsEntity();
  return useQuery({
    queryKey: ['docs', 'image', entity, path],
    queryFn: ({ signal }) => api.getImage({ ...entity, path: path ?? '' }, { signal }),
    enabled: path !== undefined,
    staleTime: Infinity,
  });
}
