import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const tenantsRouteRef = createRouteRef();
export const accessRouteRef = createRouteRef();

export const tenantRouteRef = createSubRouteRef({ parent: tenantsRouteRef, path: '/:name' });
export const changeTenantRouteRef = createSubRouteRef({
  parent: tenantsRouteRef,
  path: '/:name/change',
});

/** `-` is no name that a tenant can have. */
export const createTenantRouteRef = createSubRouteRef({
  parent: tenantsRouteRef,
  path: '/-/create',
});

/** Pages of the clusters plugin, where it is installed. */
export const explorerRouteRef = createExternalRouteRef({ defaultTarget: 'clusters.explorer' });
export const createObjectsRouteRef = createExternalRouteRef({
  defaultTarget: 'clusters.createObjects',
});
export const clusterRouteRef = createExternalRouteRef({
  params: ['cluster'],
  defaultTarget: 'clusters.cluster',
});
export const objectRouteRef = createExternalRouteRef({
  params: ['cluster', 'resource', 'namespace', 'name'],
  defaultTarget: 'clusters.object',
});

/** The catalog's page of an entity, where there is a catalog. */
export const entityRouteRef = createExternalRouteRef({
  params: ['namespace', 'kind', 'name'],
  defaultTarget: 'catalog.catalogEntity',
});
