import { mockCredentials, mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { callerReader } from '@kubemate/http-node';
import express from 'express';
import { createTerminals } from '../exec/createTerminals';
import { createRouter } from '../router';
import type { FakeKubeService } from './FakeKubeService';
import { ManualClock } from './ManualClock';

interface StartOptions {
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
  const app = express();
  app.use(
    createRouter({
      kube,
      // What changes something is tested on the sandbox; see operations/.
      operations: { mount: () => {} },
      registrations: {
        registry: { list: async () => [], unavailable: undefined },
        permissions: mockServices.permissions(),
      },
      terminals: createTerminals({
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
      }),
      callerOf: async request => ({ ...(await readCaller(request)), expiresAt: options.expiresAt }),
      logger: mockServices.logger.mock(),
      clock,
      shutdown: shutdown.signal,
    }),
  );
  app.use(mockErrorHandler());
  return { app, clock, shutdown };
}
