import { useApi } from '@backstage/frontend-plugin-api';
import type { OperationInput } from '@kubemate/operations-common';
import { clusterProbeSchema, clustersOperations } from '@kubemate/plugin-clusters-common';
import { operationsApiRef } from '@kubemate/ui';
import { useMutation } from '@tanstack/react-query';

export type ProbeInput = OperationInput<typeof clustersOperations.probeCluster>;

/** Looks at a cluster before it is kept. Forgotten with the page: its input holds a credential. */
export function useProbe() {
  const operations = useApi(operationsApiRef);
  return useMutation({
    gcTime: 0,
    mutationFn: async (input: ProbeInput) => {
      const { status, error, output } = await operations.run(
        clustersOperations.probeCluster,
        input,
      );
      if (status === 'failed') throw new Error(error?.message);
      return clusterProbeSchema.parse(output?.probe);
    },
  });
}
