import { RouteTable } from '@kubemate/http-node';
import type { RouteTableOptions } from '@kubemate/http-node';
import type { Operations } from '@kubemate/operations-node';
import { pipelinesOpenApi, pipelinesRoutes } from '@kubemate/plugin-pipelines-common';
import Router from 'express-promise-router';
import type { Router as ExpressRouter } from 'express';
import { addPipelineRoutes } from './addPipelineRoutes';
import type { PipelineRoutesDeps } from './addPipelineRoutes';
import { addPromotionRoutes } from './promotion/addPromotionRoutes';
import type { Promotions } from './promotion/Promotions';
import { addJobDirectoryRoute } from './jenkins/jobDirectory';
import { addHookRoute } from './triggers/hooks/hookRouter';
import type { HookReceiver } from './triggers/hooks/HookReceiver';
import { version } from '../package.json';

export interface RouterOptions extends Omit<RouteTableOptions, 'router'>, PipelineRoutesDeps {
  readonly operations: Pick<Operations, 'mount'>;
  readonly promotions: Promotions;
  /** For the catalog. */
  readonly jobs: Parameters<typeof addJobDirectoryRoute>[1];
  readonly hooks: Pick<HookReceiver, 'receive'>;
}

/** Every route of `pipelinesRoutes` and `pipelinesMachineRoutes`, and the operations. */
export function createRouter(options: RouterOptions): ExpressRouter {
  const { operations, promotions, hooks, jobs, ...rest } = options;
  const { runs, waiting, triggers, definitions, outcomes, presets, ...more } = rest;
  const { images, permissions, ...table } = more;
  const router = Router();
  const routes = new RouteTable({ ...table, router });
  addPipelineRoutes(routes, {
    ...{ runs, waiting, triggers, definitions, outcomes, presets, images, permissions },
  });
  addPromotionRoutes(routes, promotions);
  addHookRoute(router, { hooks });
  addJobDirectoryRoute(router, jobs);
  operations.mount(routes);
  const document = pipelinesOpenApi({ version });
  routes.json(pipelinesRoutes.getOpenApi, async () => ({ ...document, openapi: '3.1.0' }));
  return router;
}
