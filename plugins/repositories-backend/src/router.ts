import { RouteTable } from '@kubemate/http-node';
import type { RouteTableOptions } from '@kubemate/http-node';
import type { Operations } from '@kubemate/operations-node';
import { repositoriesOpenApi, repositoriesRoutes } from '@kubemate/plugin-repositories-common';
import Router from 'express-promise-router';
import type { Router as ExpressRouter } from 'express';
import { createGitRouter } from './http/gitRouter';
import type { GitRouterOptions } from './http/gitRouter';
import { addRepositoryRoutes } from './repositories/addRepositoryRoutes';
import { addWebhookRoutes } from './webhooks/addWebhookRoutes';
import type { WebhookRoutesDeps } from './webhooks/addWebhookRoutes';
import type { RepositoryRoutesDeps } from './repositories/addRepositoryRoutes';
import type { AccessTokens } from './tokens/AccessTokens';
import { version } from '../package.json';

export interface RouterOptions extends Omit<RouteTableOptions, 'router'> {
  readonly repositories: RepositoryRoutesDeps & WebhookRoutesDeps;
  readonly git: GitRouterOptions;
  readonly tokens: AccessTokens;
  readonly operations: Operations;
}

/** Every route of `repositoriesRoutes`, the operations, and git's own protocol. */
export function createRouter(options: RouterOptions): ExpressRouter {
  const { repositories, git, tokens, operations, ...table } = options;
  const router = Router();
  router.use('/git', createGitRouter(git));
  const routes = new RouteTable({ ...table, router });
  addRepositoryRoutes(routes, repositories);
  addWebhookRoutes(routes, repositories);
  routes.json(repositoriesRoutes.listAccessTokens, async ({ viewer }) => ({
    items: await tokens.list(viewer.userEntityRef),
  }));
  operations.mount(routes);
  const document = repositoriesOpenApi({ version });
  routes.json(repositoriesRoutes.getOpenApi, async () => ({ ...document, openapi: '3.1.0' }));
  return router;
}
