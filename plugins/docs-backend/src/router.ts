import { RouteTable, type RouteTableOptions } from '@kubemate/http-node';
import { docsOpenApi, docsRoutes } from '@kubemate/plugin-docs-common';
import type { Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { version } from '../package.json';
import { addDocsRoutes, type DocsRoutesDeps } from './addDocsRoutes';

export interface RouterOptions extends Omit<RouteTableOptions, 'router'> {
  readonly docs: DocsRoutesDeps;
}

/** Every route of `docsRoutes`. */
export function createRouter({ docs, ...table }: RouterOptions): ExpressRouter {
  const router = Router();
  const routes = new RouteTable({ ...table, router });
  addDocsRoutes(routes, docs);
  const document = docsOpenApi({ version });
  routes.json(docsRoutes.getOpenApi, async () => ({ ...document, openapi: '3.1.0' }));
  return router;
}
