import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { RouteTable } from '@kubemate/http-node';
import type { RouteTableOptions } from '@kubemate/http-node';
import type { Operations } from '@kubemate/operations-node';
import { tenantsOpenApi, tenantsRoutes } from '@kubemate/plugin-tenants-common';
import Router from 'express-promise-router';
import type { Router as ExpressRouter } from 'express';
import { addAccessRoutes } from './access/addAccessRoutes';
import type { AccessRoutesDeps } from './access/addAccessRoutes';
import { addDirectoryRoute } from './directory/addDirectoryRoute';
import { addTenantRoutes } from './tenants/addTenantRoutes';
import type { TenantRoutesDeps } from './tenants/addTenantRoutes';
import { version } from '../package.json';

export interface RouterOptions extends Omit<RouteTableOptions, 'router'> {
  readonly tenants: TenantRoutesDeps;
  readonly access: AccessRoutesDeps;
  readonly operations: Operations;
  readonly httpAuth: HttpAuthService;
}

/** Every route of `tenantsRoutes`, and the operations. */
export function createRouter(options: RouterOptions): ExpressRouter {
  const { tenants, access, operations, httpAuth, ...table } = options;
  const router = Router();
  const routes = new RouteTable({ ...table, router });
  addTenantRoutes(routes, tenants);
  addAccessRoutes(routes, access);
  operations.mount(routes);
  addDirectoryRoute(router, { httpAuth, store: tenants.store });
  const document = tenantsOpenApi({ version });
  routes.json(tenantsRoutes.getOpenApi, async () => ({ ...document, openapi: '3.1.0' }));
  return router;
}
