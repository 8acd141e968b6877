import { useApi } from '@backstage/frontend-plugin-api';
import type { OperationContract, OperationReceipt } from '@kubemate/operations-common';
import {
  OperationDialog,
  operationsApiRef,
  receiptTrayApiRef,
  type OperationDialogProps,
} from '@kubemate/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useSay } from './useSay';

/** The dialog of an operation on a repository: its receipts go to the tray, and the screens load again. */
export function RepositoryDialog<C extends OperationContract>(
  props: Omit<OperationDialogProps<C>, 'operations'>,
) {
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const tray = useApi(receiptTrayApiRef);
  const queries = useQueryClient();
  const onReceipt = (receipt: OperationReceipt) => {
    tray.add(receipt);
    void queries.invalidateQueries({ queryKey: ['repositories'] });
    props.onReceipt?.(receipt);
  };
  return <OperationDialog say={say} {...props} operations={operations} onReceipt={onReceipt} />;
}
