import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { clustersApiRef } from '../../api/clustersApiRef';
import type { Subject } from '../Subject';

/** What a workload can be rolled back to, newest first. */
export function useRevisions({ target }: Subject) {
  const client = useApi(clustersApiRef);
  const { cluster, resource, namespace, name } = target;
  return useQuery({
    queryKey: ['clusters', 'revisions', cluster, resource.plural, namespace, name],
    queryFn: async ({ signal }) => (await client.listRevisions(target, { signal })).items,
  });
}
