import {
  createFrontendPlugin,
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { EntityCardBlueprint } from '@backstage/plugin-catalog-react/alpha';
import { RepositoriesClient } from '@kubemate/plugin-repositories-common';
import {
  clientApi,
  ObjectProposalBlueprint,
  PaletteSourceBlueprint,
  pluginQueries,
} from '@kubemate/ui';
import { RiGitRepositoryLine } from '@remixicon/react';
import { repositoriesApiRef } from './api/repositoriesApiRef';
import { hasRepository } from './entity/entityRepository';
import {
  commitRouteRef,
  entityRouteRef,
  pullRequestRouteRef,
  repositoriesRouteRef,
  repositoryRouteRef,
  upgradeRouteRef,
  upgradesRouteRef,
} from './routes';

const repositoriesApi = clientApi(repositoriesApiRef, RepositoriesClient);

const repositoriesPage = PageBlueprint.make({
  params: {
    path: '/repositories',
    title: 'Repositories',
    icon: <RiGitRepositoryLine />,
    routeRef: repositoriesRouteRef,
    noHeader: true,
    loader: () => import('./RepositoriesRoutes').then(module => <module.RepositoriesRoutes />),
  },
});

// A tab of Create: whoever made a service there finds it there again.
const upgradesPage = SubPageBlueprint.make({
  name: 'upgrades',
  attachTo: { id: 'page:scaffolder', input: 'pages' },
  params: {
    path: 'upgrades',
    title: 'Upgrades',
    routeRef: upgradesRouteRef,
    loader: () => import('./upgrades/UpgradesRoutes').then(module => <module.UpgradesRoutes />),
  },
});

const repositoryCard = EntityCardBlueprint.make({
  name: 'repository',
  params: {
    type: 'info',
    filter: hasRepository,
    loader: () => import('./entity/RepositoryCard').then(module => <module.RepositoryCard />),
  },
});

const proposal = ObjectProposalBlueprint.make({
  params: {
    loader: async () => (await import('./proposal/ProposeButton')).ProposeButton,
  },
});

const paletteSource = PaletteSourceBlueprint.make({
  params: {
    loader: async () => (await import('./palette/useRepositoryFinds')).useRepositoryFinds,
  },
});

/** The portal's own git repositories: files, history and pull requests. */
export const repositoriesPlugin = createFrontendPlugin({
  pluginId: 'repositories',
  title: 'Repositories',
  icon: <RiGitRepositoryLine />,
  routes: {
    repositories: repositoriesRouteRef,
    repository: repositoryRouteRef,
    commit: commitRouteRef,
    pullRequest: pullRequestRouteRef,
    upgrades: upgradesRouteRef,
    upgrade: upgradeRouteRef,
  },
  externalRoutes: { entity: entityRouteRef },
  extensions: [
    repositoriesApi,
    pluginQueries,
    repositoriesPage,
    upgradesPage,
    repositoryCard,
    proposal,
    paletteSource,
  ],
});
