import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';

/** Entity refs of the groups that the person belongs to; none until they are known. */
export function useMyGroups(): readonly string[] {
  const identity = useApi(identityApiRef);
  const { data } = useQuery({
    queryKey: ['identity', 'me'],
    queryFn: () => identity.getBackstageIdentity(),
    staleTime: Infinity,
  });
  return data?.ownershipEntityRefs.filter(ref => ref.startsWith('group:')) ?? [];
}
