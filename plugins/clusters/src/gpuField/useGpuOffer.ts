import { useApi } from '@backstage/frontend-plugin-api';
import type { ClustersApi } from '@kubemate/plugin-clusters-common';
import { useQuery } from '@tanstack/react-query';
import { clustersApiRef } from '../api/clustersApiRef';
import { gpuOffer, type GpuOffer } from './gpuChoices';

const MOST = 500;

interface Place {
  readonly cluster: string;
  /** Empty where none is chosen yet: then no quota counts. */
  readonly namespace: string;
}

/** What the nodes of a cluster have, and what the quotas of a namespace leave of it. */
export async function readGpuOffer(
  client: Pick<ClustersApi, 'listRows'>,
  { cluster, namespace }: Place,
  signal?: AbortSignal,
): Promise<GpuOffer> {
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
}

export function useGpuOffer({ cluster, namespace }: Place) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'gpu-offer', cluster, namespace],
    enabled: cluster !== '',
    queryFn: ({ signal }) => readGpuOffer(client, { cluster, namespace }, signal),
  });
}
