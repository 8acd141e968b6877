import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';

/** Entity ref of the person who looks. */
export function useMyRef(): string | undefined {
  const identity = useApi(identityApiRef);
  return useQuery({
    queryKey: ['tenants', 'me'],
    queryFn: async () => (await identity.getBackstageIdentity()).userEntityRef,
    staleTime: Infinity,
  }).data;
}
