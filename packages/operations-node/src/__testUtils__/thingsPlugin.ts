import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { callerReader, RouteTable } from '@kubemate/http-node';
import type { AccessAnswer } from '@kubemate/kube-node';
import type { AuditEvent } from '@kubemate/operations-common';
import Router from 'express-promise-router';
import { Operations } from '../Operations';
import { fakeKube } from './replica';
import { TestClock } from './TestClock';
import { World } from './World';

/** A plugin that has the operations of a {@link World}, as other plugins have theirs, and what the test sees of it. */
export function makeThings() {
  const world = new World(['a', 'b', 'c']);
  const clock = new TestClock();
  const told: AuditEvent[] = [];
  const denied = new Set<string>();
  const rights: { answer: AccessAnswer } = { answer: { allowed: true } };
  const kube = fakeKube({ clusters: [{ name: 'dev', labels: {} }], mayWhy: () => rights.answer });
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(({ permission }) => ({
        result: denied.has(permission.name) ? AuthorizeResult.DENY : AuthorizeResult.ALLOW,
      })),
  });
  let mounted: RouteTable['mounted'] = [];
  const plugin = createBackendPlugin({
    pluginId: 'things',
    register(env) {
      env.registerInit({
        deps: {
          httpRouter: coreServices.httpRouter,
          httpAuth: coreServices.httpAuth,
          userInfo: coreServices.userInfo,
          logger: coreServices.logger,
          database: coreServices.database,
          config: coreServices.rootConfig,
          permissions: coreServices.permissions,
          permissionsRegistry: coreServices.permissionsRegistry,
          auth: coreServices.auth,
          discovery: coreServices.discovery,
          actionsRegistry: actionsRegistryServiceRef,
        },
        async init({ httpRouter, httpAuth, ...services }) {
          const shutdown = new AbortController().signal;
          const operations = await Operations.create({
            ...services,
            ...{ kube, clock, shutdown, definitions: world.definitions },
            auditSink: async events => void told.push(...events),
          });
          const router = Router();
          const routes = new RouteTable({
            router,
            callerOf: callerReader({ httpAuth, userInfo: services.userInfo }),
            logger: services.logger,
            clock,
            shutdown,
          });
          operations.mount(routes);
          mounted = routes.mounted;
          httpRouter.use(router);
        },
      });
    },
  });
  return { plugin, permissions, world, clock, told, denied, rights, mounted: () => mounted };
}
