import type { Entity } from '@backstage/catalog-model';
import { mockCredentials, mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { callerReader } from '@kubemate/http-node';
import type { RouteTable } from '@kubemate/http-node';
import type { OperationReceipt } from '@kubemate/operations-common';
import { operationRoute } from '@kubemate/operations-common';
import { clustersOperations } from '@kubemate/plugin-clusters-common';
import express from 'express';
import { createTerminals } from '../exec/createTerminals';
import type { Terminals } from '../exec/createTerminals';
import { createRouter } from '../router';
import type { FakeKubeService } from './FakeKubeService';
import { ManualClock } from './ManualClock';

interface StartOptions {
  /** Of the catalog. */
  readonly entities?: readonly Entity[];
  readonly expiresAt?: Date;
  /** `kubemate.exec.recordings`. */
  readonly recordings?: { readonly directory: string };
}

/** The router behind the middleware it runs behind in a backend; signed in as `user:default/mock`. */
export function startRouter(kube: FakeKubeService, options: StartOptions = {}) {
  const clock = new ManualClock();
  const shutdown = new AbortController();
  const httpAuth = mockServices.httpAuth({ defaultCredentials: mockCredentials.user() });
  const userInfo = mockServices.userInfo({
    ownershipEntityRefs: ['user:default/mock', 'group:default/shop-team'],
  });
  const readCaller = callerReader({ httpAuth, userInfo });
  const terminals = createTerminals({
    kube,
    clock,
    shutdown: shutdown.signal,
    logger: mockServices.logger.mock(),
    auditor: mockServices.auditor.mock(),
    config: mockServices.rootConfig({
      data: {
        app: { baseUrl: 'http://portal.example' },
        kubemate: { exec: { recordings: options.recordings ?? { enabled: false } } },
      },
    }),
  });
  const app = express();
  app.use(
    createRouter({
      kube,
      catalog: catalogServiceMock({ entities: [...(options.entities ?? [])] }),
      operations: { mount: routes => mountTerminal(routes, terminals) },
      registrations: {
        registry: { list: async () => [], unavailable: undefined },
        permissions: mockServices.permissions(),
      },
      terminals,
      callerOf: async request => ({ ...(await readCaller(request)), expiresAt: options.expiresAt }),
      logger: mockServices.logger.mock(),
      clock,
      shutdown: shutdown.signal,
    }),
  );
  app.use(mockErrorHandler());
  return { app, clock, shutdown };
}

/** What changes something is tested on the sandbox, see operations/; here are the sessions alone, without the framework around the operation. */
function mountTerminal(routes: RouteTable, { sessions }: Terminals): void {
  routes.json(operationRoute(clustersOperations.openTerminal), async ({ body, viewer }) => {
    const output = await sessions.start(body, viewer);
    return { output } as unknown as OperationReceipt;
  });
}
