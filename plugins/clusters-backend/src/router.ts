import type { CatalogService } from '@backstage/plugin-catalog-node';
import { RouteTable } from '@kubemate/http-node';
import type { RouteTableOptions } from '@kubemate/http-node';
import type { KubeService } from '@kubemate/kube-node';
import type { Operations } from '@kubemate/operations-node';
import { clustersOpenApi, clustersRoutes } from '@kubemate/plugin-clusters-common';
import Router from 'express-promise-router';
import type { Request, Router as ExpressRouter } from 'express';
import type { Server } from 'node:http';
import { addClusterRoutes } from './clusters/addClusterRoutes';
import { addDiscoveryRoutes } from './discovery/addDiscoveryRoutes';
import { addEventRoutes } from './events/addEventRoutes';
import { addPodRoutes } from './exec/addPodRoutes';
import type { Terminals } from './exec/createTerminals';
import { addFleetRoutes } from './fleet/addFleetRoutes';
import { addHelmRoutes } from './helm/addHelmRoutes';
import { addIdentityRoutes } from './identity/addIdentityRoutes';
import { addLogRoutes } from './logs/addLogRoutes';
import { addRegistrationRoutes, type RegistrationDeps } from './registry/addRegistrationRoutes';
import { addRelatedRoutes } from './related/addRelatedRoutes';
import { addRevisionRoutes } from './operations/addRevisionRoutes';
import { addRowRoutes } from './rows/addRowRoutes';
import { addSchemaRoutes } from './schema/addSchemaRoutes';
import { addSearchRoutes } from './search/addSearchRoutes';
import { addSelectedRoutes } from './selected/addSelectedRoutes';
import { addTopologyRoutes } from './topology/addTopologyRoutes';
import { addWhyRoutes } from './why/addWhyRoutes';
import { version } from '../package.json';

export interface RouterOptions extends Omit<RouteTableOptions, 'router'> {
  readonly kube: KubeService;
  readonly catalog: CatalogService;
  readonly operations: Pick<Operations, 'mount'>;
  readonly registrations: RegistrationDeps;
  readonly terminals: Terminals;
}

/** Every route of `clustersRoutes`, `podRoutes` and the operations; a test holds that none is missing. */
export function createRouter(routerOptions: RouterOptions): ExpressRouter {
  const { kube, catalog, operations, registrations, terminals, ...options } = routerOptions;
  const router = Router();
  router.use((request, _, next) => {
    terminals.sockets.listenTo(serverOf(request));
    next();
  });
  const routes = new RouteTable({ ...options, router });
  const deps = { kube, clock: options.clock };
  addClusterRoutes(routes, deps);
  addIdentityRoutes(routes, deps);
  addRowRoutes(routes, deps);
  addSelectedRoutes(routes, deps);
  addDiscoveryRoutes(routes, { ...deps, catalog });
  addEventRoutes(routes, deps);
  addRelatedRoutes(routes, deps);
  addTopologyRoutes(routes, deps);
  addWhyRoutes(routes, deps);
  addLogRoutes(routes, deps);
  addFleetRoutes(routes, deps);
  addSearchRoutes(routes, deps);
  addRevisionRoutes(routes, deps);
  addHelmRoutes(routes, deps);
  addRegistrationRoutes(routes, registrations);
  operations.mount(routes);
  addPodRoutes(routes, { kube, ...terminals });
  // A plain request: upgrades are the socket server's.
  router.get('/exec/socket', (_, response) => {
    response.status(426).set('Upgrade', 'websocket').end();
  });
  addSchemaRoutes(routes, deps);
  const document = clustersOpenApi({ version });
  routes.json(clustersRoutes.getOpenApi, async () => ({ ...document, openapi: '3.1.0' }));
  return router;
}

/** Node gives each socket of a server a reference to it, which its types leave out. */
function serverOf(request: Request): Server {
  return (request.socket as unknown as { server: Server }).server;
}
