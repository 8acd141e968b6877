import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { callerReader } from '@kubemate/http-node';
import { systemClock } from '@kubemate/kube-node';
import { Operations, operationServices } from '@kubemate/operations-node';
import type { AnyOperation } from '@kubemate/operations-node';
import { createRouter } from './router';
import { TemplatePlanner } from './TemplatePlanner';
import { undoOperation } from './undoOperation';
import { UndoPlanner } from './UndoPlanner';

/** `/api/template-runs`: what runs of templates have made, and how it is taken back. */
export const templateRunsPlugin = createBackendPlugin({
  pluginId: 'template-runs',
  register(env) {
    env.registerInit({
      deps: {
        ...operationServices,
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        rootLifecycle: coreServices.rootLifecycle,
        reader: coreServices.urlReader,
      },
      async init({ httpRouter, httpAuth, rootLifecycle, reader, ...services }) {
        const { auth, config, discovery, logger, userInfo } = services;
        const shutdown = new AbortController();
        rootLifecycle.addBeforeShutdownHook(() => shutdown.abort());
        const ending = { clock: systemClock, shutdown: shutdown.signal };
        // The plugins whose operations templates may use.
        const plugins = config.getOptionalStringArray('backend.actions.pluginSources') ?? [];
        const asPerson = { auth, discovery, fetch: globalThis.fetch };
        const planner = new UndoPlanner({ ...asPerson, plugins });
        const templates = new TemplatePlanner({ ...asPerson, reader });
        const operations = await Operations.create({
          ...services,
          ...ending,
          definitions: [undoOperation(planner)] as unknown as readonly AnyOperation[],
        });
        rootLifecycle.addShutdownHook(() => operations.idle());
        httpRouter.use(
          createRouter({
            ...{ planner, templates, operations, logger, ...ending },
            callerOf: callerReader({ httpAuth, userInfo }),
          }),
        );
      },
    });
  },
});
