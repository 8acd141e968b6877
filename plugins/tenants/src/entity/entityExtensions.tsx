import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';

const groupTenantsCard = EntityCardBlueprint.make({
  name: 'group-tenants',
  params: {
    type: 'content',
    filter: { kind: 'group' },
    loader: () => import('./GroupTenantsCard').then(module => <module.GroupTenantsCard />),
  },
});

const tenantCard = EntityCardBlueprint.make({
  name: 'tenant',
  params: {
    type: 'content',
    filter: { kind: 'resource', 'spec.type': 'kubernetes-tenant' },
    loader: () => import('./GroupTenantsCard').then(module => <module.TenantCard />),
  },
});

/** What the catalog's pages show of tenants. */
export const entityExtensions = [groupTenantsCard, tenantCard];
