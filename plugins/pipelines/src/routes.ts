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
/** Two runs side by side. */
export const compareRouteRef = createSubRouteRef({ parent: pipelinesRouteRef, path: '/compare' });
export const definitionsRouteRef = createSubRouteRef({
  parent: pipelinesRouteRef,
  path: '/definitions',
});
export const definitionRouteRef = createSubRouteRef({
  parent: pipelinesRouteRef,
  path: '/definitions/:place/:folder/:name',
});

export const boardRouteRef = createSubRouteRef({ parent: pipelinesRouteRef, path: '/board' });
/** What one component runs in each environment. */
export const componentBoardRouteRef = createSubRouteRef({
  parent: pipelinesRouteRef,
  path: '/board/:kind/:namespace/:name',
});
export const approvalsRouteRef = createSubRouteRef({
  parent: pipelinesRouteRef,
  path: '/approvals',
});
export const freezesRouteRef = createSubRouteRef({ parent: pipelinesRouteRef, path: '/freezes' });
/** What starts runs by events. */
export const triggersRouteRef = createSubRouteRef({ parent: pipelinesRouteRef, path: '/triggers' });
export const flowRouteRef = createSubRouteRef({ parent: pipelinesRouteRef, path: '/flow' });

/** The page of an object, where the clusters plugin is installed. */
export const objectRouteRef = createExternalRouteRef({
  params: ['cluster', 'resource', 'namespace', 'name'],
  defaultTarget: 'clusters.object',
});
