import { useApi } from '@backstage/frontend-plugin-api';
import { operationsApiRef } from '@kubemate/ui';
import type { OperationReceipt, OperationsApi } from '@kubemate/operations-common';
import { useQuery } from '@tanstack/react-query';

/** Plugins whose operations people run in the portal. */
const PLUGINS = ['clusters', 'tenants'] as const;
/** A running operation moves; nobody watches an inbox by the second. */
const LIVE = 3_000;
const SLOW = 20_000;

/** What the person did. */
export function useMyReceipts() {
  const operations = useApi(operationsApiRef);
  return useQuery({
    queryKey: ['operations', 'receipts', 'mine'],
    queryFn: ({ signal }) => receiptsOfAll(operations, { signal }),
    refetchInterval: query =>
      query.state.data?.some(({ status }) => status === 'running') ? LIVE : SLOW,
  });
}

/** What waits for the person's decision. */
export function useWaitingReceipts() {
  const operations = useApi(operationsApiRef);
  return useQuery({
    queryKey: ['operations', 'receipts', 'waiting'],
    queryFn: ({ signal }) => receiptsOfAll(operations, { signal, waiting: true }),
    refetchInterval: SLOW,
    retry: false,
  });
}

/** Newest first, over every plugin. */
async function receiptsOfAll(
  operations: OperationsApi,
  options: { signal: AbortSignal; waiting?: boolean },
): Promise<readonly OperationReceipt[]> {
  const lists = await Promise.all(PLUGINS.map(plugin => operations.receipts(plugin, options)));
  return lists.flat().sort((a, b) => b.createdAt - a.createdAt);
}
