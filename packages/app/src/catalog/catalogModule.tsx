import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';

// The same name as Backstage's own, and so in its place.
const aboutCard = EntityCardBlueprint.make({
  name: 'about',
  params: {
    type: 'info',
    filter: { $not: { kind: { $in: ['user', 'group'] } } },
    loader: () => import('./AboutCard').then(module => <module.AboutCard />),
  },
});

/** What the portal has in place of parts of Backstage's catalog. */
export const catalogModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [aboutCard],
});
