import { DataAge } from '@kubemate/ui';
import type { UseQueryResult } from '@tanstack/react-query';

/** How old the answer of a query is that is asked again from time to time. */
export function QueryAge({ query }: { query: UseQueryResult }) {
  const { dataUpdatedAt, isError, isPending } = query;
  return (
    <DataAge
      asOf={dataUpdatedAt === 0 ? undefined : dataUpdatedAt}
      connection={isError ? 'offline' : isPending ? 'connecting' : 'static'}
    />
  );
}
