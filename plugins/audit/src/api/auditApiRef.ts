import { createApiRef } from '@backstage/frontend-plugin-api';
import type { AuditApi } from '@kubemate/plugin-audit-common';

/** Everything the screens read; the browser talks to nothing else. */
export const auditApiRef = createApiRef<AuditApi>().with({
  id: 'plugin.audit.client',
  pluginId: 'audit',
});
