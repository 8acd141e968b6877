import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { callerReader } from '@kubemate/http-node';
import { clusterRegistrarRef, systemClock } from '@kubemate/kube-node';
import { Operations, operationServices } from '@kubemate/operations-node';
import { createTerminals } from './exec/createTerminals';
import { terminalOperations } from './exec/terminalOperations';
import { clusterOperations } from './operations/clusterOperations';
import { createRegistry } from './registry/createRegistry';
import { registryOperations } from './registry/registryOperations';
import { createRouter } from './router';

/** `/api/clusters`: what the clusters hold and what can be done there, as the person who asks. */
export const clustersPlugin = createBackendPlugin({
  pluginId: 'clusters',
  register(env) {
    env.registerInit({
      deps: {
        ...operationServices,
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        registrar: clusterRegistrarRef,
        auditor: coreServices.auditor,
        catalog: catalogServiceRef,
        rootLifecycle: coreServices.rootLifecycle,
      },
      async init({
        httpRouter,
        httpAuth,
        registrar,
        auditor,
        catalog,
        rootLifecycle,
        ...services
      }) {
        const shutdown = new AbortController();
        rootLifecycle.addBeforeShutdownHook(() => shutdown.abort());
        const ending = { clock: systemClock, shutdown: shutdown.signal };
        const registry = await createRegistry({ ...services, registrar, clock: systemClock });
        await registry.start(shutdown.signal);
        const terminals = createTerminals({ ...services, ...ending, auditor });
        const operations = await Operations.create({
          ...services,
          ...ending,
          definitions: [
            ...clusterOperations,
            ...registryOperations({ registry, registrar }),
            ...terminalOperations(terminals.sessions),
          ],
        });
        rootLifecycle.addShutdownHook(() => operations.idle());
        // A WebSocket shows a ticket instead of a token.
        httpRouter.addAuthPolicy({ path: '/exec/socket', allow: 'unauthenticated' });
        httpRouter.use(
          createRouter({
            kube: services.kube,
            catalog,
            operations,
            registrations: { registry, permissions: services.permissions },
            terminals,
            callerOf: callerReader({ httpAuth, userInfo: services.userInfo }),
            logger: services.logger,
            ...ending,
          }),
        );
      },
    });
  },
});
