import { RouteTable } from '@kubemate/http-node';
import type { RouteTableOptions } from '@kubemate/http-node';
import type { Operations } from '@kubemate/operations-node';
import { templateRunsOpenApi, templateRunsRoutes } from '@kubemate/plugin-template-runs-common';
import Router from 'express-promise-router';
import type { Router as ExpressRouter } from 'express';
import { version } from '../package.json';
import type { TemplatePlanner } from './TemplatePlanner';
import type { UndoPlanner } from './UndoPlanner';

export interface RouterOptions extends Omit<RouteTableOptions, 'router'> {
  readonly planner: UndoPlanner;
  readonly templates: TemplatePlanner;
  readonly operations: Operations;
}

/** Every route of `templateRunsRoutes`, and the operations. */
export function createRouter(options: RouterOptions): ExpressRouter {
  const { planner, templates, operations, ...table } = options;
  const router = Router();
  const routes = new RouteTable({ ...table, router });
  routes.json(templateRunsRoutes.getUndoPlan, async ({ params, ...asking }) => {
    const { items, ...plan } = await planner.plan(params.id, asking);
    return { ...plan, items: items.map(({ counter, basis, operation, ...item }) => item) };
  });
  routes.json(templateRunsRoutes.planTemplate, ({ body, ...asking }) =>
    templates.plan(body, asking),
  );
  operations.mount(routes);
  const document = templateRunsOpenApi({ version });
  routes.json(templateRunsRoutes.getOpenApi, async () => ({ ...document, openapi: '3.1.0' }));
  return router;
}
