import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { callerReader } from '@kubemate/http-node';
import { systemClock } from '@kubemate/kube-node';
import { createRouter } from './router';
import { Sites } from './site/Sites';

/** `/api/docs`: what teams write beside their code, read from where it stands. */
export const docsPlugin = createBackendPlugin({
  pluginId: 'docs',
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
        reader: coreServices.urlReader,
        userInfo: coreServices.userInfo,
      },
      async init({ catalog, config, httpAuth, httpRouter, lifecycle, logger, reader, userInfo }) {
        const shutdown = new AbortController();
        lifecycle.addBeforeShutdownHook(() => shutdown.abort());
        const integrations = ScmIntegrations.fromConfig(config);
        const sites = new Sites({ reader, integrations, clock: systemClock });
        httpRouter.use(
          createRouter({
            docs: { catalog, sites, integrations },
            callerOf: callerReader({ httpAuth, userInfo }),
            ...{ logger, clock: systemClock, shutdown: shutdown.signal },
          }),
        );
      },
    });
  },
});
