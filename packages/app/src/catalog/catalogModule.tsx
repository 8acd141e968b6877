import { createFrontendModule, PageBlueprint } from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RiShapesLine } from '@remixicon/react';

// The same names as Backstage's own, and so in their place.
const aboutCard = EntityCardBlueprint.make({
  name: 'about',
  params: {
    type: 'info',
    filter: { $not: { kind: { $in: ['user', 'group'] } } },
    loader: () => import('./AboutCard').then(module => <module.AboutCard />),
  },
});

const indexPage = PageBlueprint.make({
  params: {
    path: '/catalog',
    routeRef: catalogPlugin.routes.catalogIndex,
    title: 'Catalog',
    icon: <RiShapesLine />,
    noHeader: true,
    loader: () => import('./index/CatalogIndexPage').then(module => <module.CatalogIndexPage />),
  },
});

/** What the portal has in place of parts of Backstage's catalog. */
export const catalogModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [indexPage, aboutCard],
});
