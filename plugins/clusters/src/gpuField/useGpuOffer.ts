import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { clustersApiRef } from '../api/clustersApiRef';
import { gpuOffer } from './gpuChoices';

const MOST = 500;

/** What the nodes of a cluster have, and what the quotas of a namespace leave of it. */
export function useGpuOffer({ cluster, namespace }: { cluster: string; namespace: string }) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'gpu-offer', cluster, namespace],
    enabled: cluster !== '',
    queryFn: async ({ signal }) => {
      const rows = (resource: string, namespaces?: string[]) =>
        client.listRows(
          { resource, clusters: [cluster], limit: MOST, ...(namespaces && { namespaces }) },
          { signal },
        );
      const [nodes, quotas] = await Promise.all([
        rows('v1/nodes'),
        namespace === '' ? undefined : rows('v1/resourcequotas', [namespace]),
      ]);
      return gpuOffer({ nodes, quotas });
    },
  });
}
