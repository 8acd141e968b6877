import { createApiRef } from '@backstage/frontend-plugin-api';
import type { TenantsApi } from '@kubemate/plugin-tenants-common';

/** Everything the screens read; what they change are operations. */
export const tenantsApiRef = createApiRef<TenantsApi>().with({
  id: 'plugin.tenants.client',
  pluginId: 'tenants',
});
