import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';

const groupTenantsCard = EntityCardBlueprint.make({
  name: 'group-tenants',
  params: {
    type: 'content',
    filter: { kind: 'group' },
    loader: () => import('./GroupTenantsCard').then(module => <module.GroupTenantsCard />),
  },
});

/** What the catalog's pages show of tenants. */
export const entityExtensions = [groupTenantsCard];
