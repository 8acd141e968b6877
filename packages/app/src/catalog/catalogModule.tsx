import {
  createExtensionInput,
  createFrontendModule,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { EntityCardBlueprint, EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { hasKubernetesSelection } from '@kubemate/plugin-clusters-common';
import { ActivitySourceBlueprint } from '@kubemate/ui';
import { RiShapesLine } from '@remixicon/react';
import { entityPresentation } from '../create/words/entityPresentation';
import { hasActivity } from './activity/activityScope';
import { discoverRouteRef } from './discover/discoverRouteRef';
import { entityPage } from './page/entityPage';
import { relatedCards } from './related/relatedCards';
import { CATALOG_PATH, DISCOVER_PATH } from './catalogPath';

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
    path: CATALOG_PATH,
    routeRef: catalogPlugin.routes.catalogIndex,
    title: 'Catalog',
    icon: <RiShapesLine />,
    noHeader: true,
    loader: () => import('./index/CatalogIndexPage').then(module => <module.CatalogIndexPage />),
  },
});

const discoverPage = PageBlueprint.make({
  name: 'discover',
  params: {
    path: DISCOVER_PATH,
    routeRef: discoverRouteRef,
    title: 'Not in the catalog',
    noHeader: true,
    loader: () => import('./discover/DiscoverPage').then(module => <module.DiscoverPage />),
  },
});

const activityContent = EntityContentBlueprint.makeWithOverrides({
  name: 'activity',
  inputs: { sources: createExtensionInput([ActivitySourceBlueprint.dataRefs.source]) },
  factory: (original, { inputs }) => {
    const sources = inputs.sources.map(input => input.get(ActivitySourceBlueprint.dataRefs.source));
    return original({
      path: '/activity',
      title: 'Activity',
      filter: hasActivity,
      loader: () =>
        import('./activity/ActivityContent').then(module => (
          <module.ActivityContent sources={sources} />
        )),
    });
  },
});

const accessContent = EntityContentBlueprint.make({
  name: 'access',
  params: {
    path: '/access',
    title: 'Access',
    filter: entity =>
      entity.kind.toLowerCase() === 'component'
        ? hasKubernetesSelection(entity)
        : hasActivity(entity),
    loader: () => import('./access/AccessContent').then(module => <module.AccessContent />),
  },
});

const graphContent = EntityContentBlueprint.make({
  name: 'graph',
  params: {
    path: '/graph',
    title: 'Dependencies',
    filter: { kind: { $in: ['component', 'system', 'domain', 'api', 'resource', 'group'] } },
    loader: () => import('./graph/GraphContent').then(module => <module.GraphContent />),
  },
});

/** What the portal has in place of parts of Backstage's catalog. */
export const catalogModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    entityPage,
    indexPage,
    discoverPage,
    aboutCard,
    ...relatedCards,
    activityContent,
    accessContent,
    graphContent,
    entityPresentation,
  ],
});
