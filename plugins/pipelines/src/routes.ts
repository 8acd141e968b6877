import {
  createExternalRouteRef,
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

export const pipelinesRouteRef = createRouteRef();

export const runRouteRef = createSubRouteRef({
  parent: pipelinesRouteRef,
  path: '/runs/:engine/:place/:folder/:name',
});
export const definitionsRouteRef = createSubRouteRef({
  parent: pipelinesRouteRef,
  path: '/definitions',
});
export const definitionRouteRef = createSubRouteRef({
  parent: pipelinesRouteRef,
  path: '/definitions/:place/:folder/:name',
});

/** The page of an object, where the clusters plugin is installed. */
export const objectRouteRef = createExternalRouteRef({
  params: ['cluster', 'resource', 'namespace', 'name'],
  defaultTarget: 'clusters.object',
});
