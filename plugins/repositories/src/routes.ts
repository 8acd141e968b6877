import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const repositoriesRouteRef = createRouteRef();

export const repositoryRouteRef = createSubRouteRef({
  parent: repositoriesRouteRef,
  path: '/:owner/:name',
});
/** A person's own tokens for git. */
export const accessTokensRouteRef = createSubRouteRef({
  parent: repositoriesRouteRef,
  path: '/access-tokens',
});
export const commitRouteRef = createSubRouteRef({
  parent: repositoriesRouteRef,
  path: '/:owner/:name/commits/:commit',
});
export const pullRequestRouteRef = createSubRouteRef({
  parent: repositoriesRouteRef,
  path: '/:owner/:name/pulls/:number',
});

/** What templates made, below the portal's page of templates. */
export const upgradesRouteRef = createRouteRef();
export const upgradeRouteRef = createSubRouteRef({
  parent: upgradesRouteRef,
  path: '/:owner/:name',
});

/** The catalog's page of an entity, where there is a catalog. */
export const entityRouteRef = createExternalRouteRef({
  params: ['namespace', 'kind', 'name'],
  defaultTarget: 'catalog.catalogEntity',
});
