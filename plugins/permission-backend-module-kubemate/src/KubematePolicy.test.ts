import { mockCredentials } from '@backstage/backend-test-utils';
import {
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
} from '@backstage/plugin-catalog-common/alpha';
import { auditReadAllPermission } from '@kubemate/plugin-audit-common';
import { clusterPermissions } from '@kubemate/plugin-clusters-common';
import { pipelinePermissions } from '@kubemate/plugin-pipelines-common';
import { tenantPermissions } from '@kubemate/plugin-tenants-common';
import { KubematePolicy } from './KubematePolicy';
import type { Role } from './roles';

const TEAM = 'group:default/shop-team';

function ask(options: { roles?: Role[]; inTenants?: Role[] } = {}) {
  let asked = 0;
  const policy = new KubematePolicy({
    assignments: { byRef: new Map([[TEAM, new Set(options.roles ?? ['developer'])]]) },
    tenantRoles: async () => {
      asked += 1;
      return options.inTenants ?? [];
    },
  });
  const user = {
    identity: {
      type: 'user' as const,
      userEntityRef: 'user:default/dana',
      ownershipEntityRefs: [],
    },
    token: '',
    credentials: mockCredentials.user('user:default/dana'),
    info: { userEntityRef: 'user:default/dana', ownershipEntityRefs: [TEAM] },
  };
  return { policy, user, asked: () => asked };
}

describe('KubematePolicy', () => {
  it('gives nothing to whoever is not a person', async () => {
    const { policy } = ask();
    expect(await policy.handle({ permission: catalogEntityReadPermission })).toEqual({
      result: 'DENY',
    });
  });

  it('lets developers delete what they own from the catalog, and nothing else', async () => {
    const { policy, user } = ask();
    expect(await policy.handle({ permission: catalogEntityDeletePermission }, user)).toEqual({
      result: 'CONDITIONAL',
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: {
        resourceType: 'catalog-entity',
        rule: 'IS_ENTITY_OWNER',
        params: { claims: ['user:default/dana', TEAM] },
      },
    });
  });

  it('adds the roles that somebody has in tenants, asked for only where they matter', async () => {
    const { policy, user, asked } = ask({ roles: ['viewer'], inTenants: ['developer'] });
    expect(await policy.handle({ permission: pipelinePermissions.readRun }, user)).toEqual({
      result: 'ALLOW',
    });
    expect(asked()).toBe(0);
    const scale = { permission: clusterPermissions.updateWorkload };
    expect(await policy.handle(scale, user)).toEqual({ result: 'ALLOW' });
    expect(asked()).toBe(1);
    expect(await policy.handle({ permission: clusterPermissions.updateNode }, user)).toEqual({
      result: 'DENY',
    });
  });

  it('shows an auditor of one tenant neither all tenants nor the whole audit trail', async () => {
    const { policy, user } = ask({ roles: ['viewer'], inTenants: ['auditor'] });
    for (const permission of [tenantPermissions.readAllTenants, auditReadAllPermission])
      expect(await policy.handle({ permission }, user)).toEqual({ result: 'DENY' });
    const { policy: whole, user: auditor } = ask({ roles: ['auditor'] });
    for (const permission of [tenantPermissions.readAllTenants, auditReadAllPermission])
      expect(await whole.handle({ permission }, auditor)).toEqual({ result: 'ALLOW' });
  });

  it('shows everything in the catalog to those who see every tenant, and to others what they may know of', async () => {
    for (const role of ['platform-admin', 'auditor'] as const) {
      const { policy, user } = ask({ roles: [role] });
      expect(await policy.handle({ permission: catalogEntityReadPermission }, user)).toEqual({
        result: 'ALLOW',
      });
    }
    // An auditor of one tenant is nobody in the others.
    const { policy, user } = ask({ roles: ['viewer'], inTenants: ['auditor'] });
    expect(await policy.handle({ permission: catalogEntityReadPermission }, user)).toEqual({
      result: 'CONDITIONAL',
      pluginId: 'catalog',
      resourceType: 'catalog-entity',
      conditions: {
        resourceType: 'catalog-entity',
        rule: 'IS_VISIBLE_TO',
        params: { claims: ['user:default/dana', TEAM] },
      },
    });
  });
});
