import { useApi } from '@backstage/frontend-plugin-api';
import { operationsApiRef, ReceiptToasts, receiptTrayApiRef } from '@kubemate/ui';
import { ShortcutHelp } from './shortcuts/ShortcutHelp';

/** What stands over every page: the newest receipts, and the list of keys. */
export function ToastsElement() {
  const operations = useApi(operationsApiRef);
  const tray = useApi(receiptTrayApiRef);
  return (
    <>
      <ReceiptToasts operations={operations} tray={tray} />
      <ShortcutHelp />
    </>
  );
}
