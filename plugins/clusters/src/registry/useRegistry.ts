import { useApi } from '@backstage/frontend-plugin-api';
import { clustersOperations } from '@kubemate/plugin-clusters-common';
import { accessInWords, operationsApiRef, useOperationSay } from '@kubemate/ui';
import { useQuery } from '@tanstack/react-query';
import { clustersApiRef } from '../api/clustersApiRef';
import { useSay } from '../operations/useSay';

const FRESH = 15_000;
const { probeCluster, changeCluster, rotateClusterCredential, removeCluster } = clustersOperations;

/** Whether the person may add clusters, and may change those that were added; with the reason where not. */
export function useRegistryAccess() {
  const operations = useApi(operationsApiRef);
  const say = useOperationSay(useSay());
  const { data } = useQuery({
    queryKey: ['operations', 'access', 'registry'],
    queryFn: ({ signal }) =>
      operations.access(
        [
          { contract: probeCluster, input: { source: { kind: 'in-cluster' } } },
          { contract: changeCluster, input: { name: 'any' } },
        ],
        { signal },
      ),
    staleTime: FRESH,
    retry: false,
  });
  const [add, change] = (data ?? []).map(access => accessInWords(access, say));
  return { add, change };
}

/** What may be done to one cluster that was added. */
export function useClusterAccess(name: string, options: { readonly enabled: boolean }) {
  const operations = useApi(operationsApiRef);
  const say = useOperationSay(useSay());
  return useQuery({
    queryKey: ['operations', 'access', 'registry', name],
    queryFn: ({ signal }) => {
      const source = { kind: 'in-cluster' } as const;
      return operations.access(
        [
          { contract: changeCluster, input: { name } },
          { contract: rotateClusterCredential, input: { name, source } },
          { contract: removeCluster, input: { name } },
        ],
        { signal },
      );
    },
    select: answers => {
      const [edit, rotate, remove] = answers.map(access => accessInWords(access, say));
      return { edit, rotate, remove };
    },
    staleTime: FRESH,
    retry: false,
    ...options,
  });
}

/** The clusters that were added in the portal, for those who may change them. */
export function useRegistrations(options: { readonly enabled: boolean }) {
  const client = useApi(clustersApiRef);
  return useQuery({
    queryKey: ['clusters', 'registrations'],
    queryFn: ({ signal }) => client.listRegistrations({ signal }),
    staleTime: FRESH,
    retry: false,
    ...options,
  });
}
