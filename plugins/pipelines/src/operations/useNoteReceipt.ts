import { useApi } from '@backstage/frontend-plugin-api';
import type { OperationReceipt } from '@kubemate/operations-common';
import { receiptTrayApiRef } from '@kubemate/ui';
import { useQueryClient } from '@tanstack/react-query';

/** Puts a receipt into the tray, and loads definitions with their newest run again. Runs come by their streams. */
export function useNoteReceipt(): (receipt: OperationReceipt) => void {
  const tray = useApi(receiptTrayApiRef);
  const queries = useQueryClient();
  return receipt => {
    tray.add(receipt);
    void queries.invalidateQueries({ queryKey: ['pipelines'] });
  };
}
