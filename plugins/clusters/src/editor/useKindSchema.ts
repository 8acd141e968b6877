import { useApi } from '@backstage/frontend-plugin-api';
import type { SchemaDocument, SchemaLookup } from '@kubemate/ui';
import { describeError } from '@kubemate/ui';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { clustersApiRef } from '../api/clustersApiRef';

export interface KindName {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The schemas of some kinds of a cluster, as they arrive; `missing` says why there is none of a kind. */
export function useKindSchemas(
  cluster: string,
  kinds: readonly KindName[],
): { readonly schemaOf: SchemaLookup; readonly missing: string | undefined } {
  const client = useApi(clustersApiRef);
  const results = useQueries({
    queries: kinds.map(({ apiVersion, kind }) => ({
      queryKey: ['clusters', 'schema', cluster, apiVersion, kind],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.getSchema({ cluster, apiVersion, kind }, { signal }),
      staleTime: Infinity,
      retry: false,
      enabled: cluster !== '',
    })),
  });
  const failed = results.find(result => result.isError);
  // The results are new objects each time; the editor is to check again only when a schema has come.
  const state = results.map(result => result.dataUpdatedAt).join();
  const names = kinds.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`);
  const schemaOf = useMemo((): SchemaLookup => {
    const found = new Map<string, SchemaDocument>();
    results.forEach(({ data }, at) => {
      const name = names[at];
      if (data !== undefined && name !== undefined) found.set(name, data as SchemaDocument);
    });
    return (apiVersion, kind) => found.get(`${apiVersion} ${kind}`);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [state, names.join()]);
  return { schemaOf, missing: failed && describeError(failed.error).message };
}
