import { createApiRef } from '@backstage/frontend-plugin-api';
import type { OperationsApi } from '@kubemate/operations-common';
import type { ReceiptTray } from './ReceiptTray';

/** Plans and runs the operations of every plugin. The clusters plugin provides it. */
export const operationsApiRef = createApiRef<OperationsApi>().with({
  id: 'plugin.clusters.operations',
  pluginId: 'clusters',
});

/** What was just done, over every page. The clusters plugin provides it. */
export const receiptTrayApiRef = createApiRef<ReceiptTray>().with({
  id: 'plugin.clusters.receipt-tray',
  pluginId: 'clusters',
});
