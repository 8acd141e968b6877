import type { TenantsApi } from '@kubemate/plugin-tenants-common';
import { tenant, tenantList, tenantStatus } from './tenants';

/** One tenant of the shop, or what the test says. */
export function fakeTenantsApi(given: Partial<TenantsApi> = {}): TenantsApi {
  return {
    listTenants: async () => tenantList(),
    getTenant: async () => tenant(),
    getTenantStatus: async () => tenantStatus(),
    listQuotaRequests: async () => ({ items: [] }),
    listRoles: async () => ({ items: [] }),
    listSubjects: async () => ({
      items: [
        { ref: 'group:default/shop-team', title: 'Shop team' },
        { ref: 'user:default/dana', title: 'Dana Devlin' },
      ],
      truncated: false,
    }),
    explainAccess: async () => ({
      allowed: true,
      because: [],
      decidedBy: 'review',
      identity: { user: 'kubemate:dana', groups: [] },
      others: [],
    }),
    accessMatrix: async () => ({ resources: [], items: [], failures: [] }),
    accessFindings: async () => ({ items: [], failures: [] }),
    ...given,
  };
}
