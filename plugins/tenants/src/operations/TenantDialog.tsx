import { useApi } from '@backstage/frontend-plugin-api';
import type { OperationContract, OperationReceipt } from '@kubemate/operations-common';
import { OperationDialog, operationsApiRef, type OperationDialogProps } from '@kubemate/ui';
import { useSay } from './useSay';
import { useNoteReceipt } from './useNoteReceipt';

/** The dialog of an operation on a tenant: its receipts go to the tray, and the screens load again. */
export function TenantDialog<C extends OperationContract>(
  props: Omit<OperationDialogProps<C>, 'operations'>,
) {
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const say = useSay();
  const onReceipt = (receipt: OperationReceipt) => {
    note(receipt);
    props.onReceipt?.(receipt);
  };
  return <OperationDialog say={say} {...props} operations={operations} onReceipt={onReceipt} />;
}
