import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { callerReader } from '@kubemate/http-node';
import { systemClock } from '@kubemate/kube-node';
import { Operations, operationServices } from '@kubemate/operations-node';
import { pipelinePermissions } from '@kubemate/plugin-pipelines-common';
import { runOperations } from './operations/runOperations';
import { createRouter } from './router';
import { RunReader } from './runs/RunReader';
import { TektonDefinitions } from './tekton/TektonDefinitions';
import { TektonEngine } from './tekton/TektonEngine';

/** `/api/pipelines`: runs and definitions of pipelines, as the person who asks. */
export const pipelinesPlugin = createBackendPlugin({
  pluginId: 'pipelines',
  register(env) {
    env.registerInit({
      deps: {
        ...operationServices,
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        rootLifecycle: coreServices.rootLifecycle,
      },
      async init({ httpRouter, httpAuth, rootLifecycle, ...services }) {
        const { kube, logger, permissions, userInfo } = services;
        const shutdown = new AbortController();
        rootLifecycle.addBeforeShutdownHook(() => shutdown.abort());
        const ending = { clock: systemClock, shutdown: shutdown.signal };
        services.permissionsRegistry.addPermissions([pipelinePermissions.readRun]);
        const operations = await Operations.create({
          ...services,
          ...ending,
          definitions: runOperations,
        });
        rootLifecycle.addShutdownHook(() => operations.idle());
        const engine = new TektonEngine({ kube, clock: systemClock });
        httpRouter.use(
          createRouter({
            runs: new RunReader({ engines: [engine], clock: systemClock }),
            definitions: new TektonDefinitions({ kube, engine }),
            ...{ operations, permissions, logger, ...ending },
            callerOf: callerReader({ httpAuth, userInfo }),
          }),
        );
      },
    });
  },
});
