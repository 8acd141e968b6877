import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const homeRouteRef = createRouteRef();
export const clustersRouteRef = createRouteRef();
export const explorerRouteRef = createRouteRef();
export const helmRouteRef = createRouteRef();
export const logsRouteRef = createRouteRef();
export const mapRouteRef = createRouteRef();
export const identityRouteRef = createRouteRef();

/** The catalog's page of an entity, where there is a catalog. */
export const entityRouteRef = createExternalRouteRef({
  params: ['namespace', 'kind', 'name'],
  defaultTarget: 'catalog.catalogEntity',
});
/** Where what runs and is not in the catalog comes into it; bound by the app that has such a page. */
export const discoverRouteRef = createExternalRouteRef();
export const operationsRouteRef = createRouteRef();

export const clusterRouteRef = createSubRouteRef({ parent: clustersRouteRef, path: '/:cluster' });

/** One segment that no cluster may have for a name. */
export const addClusterRouteRef = createSubRouteRef({ parent: clustersRouteRef, path: '/add' });

/**
 * An object's page. `resource` is written as kubectl does, `deployments.v1.apps`; `namespace` is `_` for an object of
 * the whole cluster, a name no namespace can have.
 */
export const objectRouteRef = createSubRouteRef({
  parent: explorerRouteRef,
  path: '/:cluster/:resource/:namespace/:name',
});

/** Objects from YAML. One segment, which no object's address has. */
export const createObjectsRouteRef = createSubRouteRef({
  parent: explorerRouteRef,
  path: '/create',
});

/** One Helm release. */
export const releaseRouteRef = createSubRouteRef({
  parent: helmRouteRef,
  path: '/:cluster/:namespace/:name',
});
