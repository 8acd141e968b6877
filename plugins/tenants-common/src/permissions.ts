import { createPermission } from '@backstage/plugin-permission-common';
import type { BasicPermission, PermissionAttributes } from '@backstage/plugin-permission-common';

function basic(name: string, action?: PermissionAttributes['action']): BasicPermission {
  return createPermission({ name, attributes: action === undefined ? {} : { action } });
}

/**
 * What the portal offers on tenants, by role. In a tenant the caller's role there counts besides, and on the cluster the caller's own rights.
 */
export const tenantPermissions = {
  /** See the tenants one belongs to. */
  readTenant: basic('tenants.tenant.read', 'read'),
  /** See every tenant. */
  readAllTenants: basic('tenants.tenant.read.all', 'read'),
  /** Do what a tenant's admins do on tenants one has no role in. */
  manageAllTenants: basic('tenants.tenant.manage.all', 'update'),
  createTenant: basic('tenants.tenant.create', 'create'),
  updateTenant: basic('tenants.tenant.update', 'update'),
  archiveTenant: basic('tenants.tenant.archive', 'delete'),
  /** Say who belongs to a tenant, and as what. */
  updateMembers: basic('tenants.members.update', 'update'),
  /** Put back what differs from the declared tenant on the clusters. */
  repairDrift: basic('tenants.drift.repair', 'update'),
  requestQuota: basic('tenants.quota.request', 'create'),
  /** Approve or refuse what others ask for. */
  decideQuota: basic('tenants.quota.decide', 'update'),
  /** Ask who may do what, and why, within the rights one can see. */
  readAccess: basic('tenants.access.read', 'read'),
  /** Ask what somebody else could do. */
  simulateAccess: basic('tenants.access.simulate.all', 'read'),
} as const;
