import { useApi } from '@backstage/frontend-plugin-api';
import type { Row } from '@kubemate/kube-common';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { clustersApiRef } from '../api/clustersApiRef';
import { NAMESPACES } from '../kinds/wellKnown';

const MOST = 1000;
/** No name of a namespace has one. */
const SEPARATOR = ',';

export interface NamespacesOptions {
  readonly clusters: readonly string[];
  /** Rows on the screen: who may not list namespaces still sees those of their objects. */
  readonly rows: ReadonlyMap<number, Row>;
  /** Chosen ones stay in the list even where nothing has them now. */
  readonly chosen: readonly string[];
}

/** Names of the namespaces that a person can choose among. */
export function useNamespaces({ clusters, rows, chosen }: NamespacesOptions): readonly string[] {
  const client = useApi(clustersApiRef);
  const { data } = useQuery({
    queryKey: ['clusters', 'namespaces', ...clusters],
    queryFn: ({ signal }) =>
      client.listRows(
        {
          resource: NAMESPACES,
          limit: MOST,
          sort: 'name',
          ...(clusters.length > 0 && { clusters }),
        },
        { signal },
      ),
    staleTime: 30_000,
  });
  // Rows change ten times a second, the namespaces that they are in hardly ever: the same list stays the same array.
  const key = useMemo(() => {
    const names = new Set(data?.items.map(item => item.name));
    for (const { namespace } of rows.values()) if (namespace !== undefined) names.add(namespace);
    for (const name of chosen) names.add(name);
    return [...names].sort().join(SEPARATOR);
  }, [data, rows, chosen]);
  return useMemo(() => (key === '' ? [] : key.split(SEPARATOR)), [key]);
}
