import { useApi } from '@backstage/frontend-plugin-api';
import { splitOperationName } from '@kubemate/operations-common';
import type { OperationReceipt } from '@kubemate/operations-common';
import { receiptTrayApiRef } from '@kubemate/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';

/** Loads tenants again when one of their operations has ended anywhere, such as an undo from a toast. */
export function useReloadOnReceipts(): void {
  const tray = useApi(receiptTrayApiRef);
  const queries = useQueryClient();
  const seen = endedKey(useSyncExternalStore(tray.subscribe, tray.receipts));
  const last = useRef(seen);
  useEffect(() => {
    if (last.current === seen) return;
    last.current = seen;
    void queries.invalidateQueries({ queryKey: ['tenants'] });
  }, [queries, seen]);
}

/** Changes whenever an operation on tenants ends. */
export function endedKey(receipts: readonly OperationReceipt[]): string {
  return receipts
    .filter(
      ({ operation, status }) =>
        splitOperationName(operation).plugin === 'tenants' && status !== 'running',
    )
    .map(({ id, status }) => `${id}:${status}`)
    .join(' ');
}
