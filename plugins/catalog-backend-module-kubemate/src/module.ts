import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { kubeServiceRef, systemClock } from '@kubemate/kube-node';
import { AnnotationValidator } from './AnnotationValidator';
import { ClusterEntityProvider } from './ClusterEntityProvider';

/** Puts every cluster of the portal into the catalog, and holds annotations for clusters to what they can mean. */
export const catalogModuleKubemate = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'kubemate',
  register(env) {
    env.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        kube: kubeServiceRef,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
      },
      async init({ catalog, config, kube, lifecycle, logger }) {
        const shutdown = new AbortController();
        lifecycle.addBeforeShutdownHook(() => shutdown.abort());
        catalog.addProcessor(new AnnotationValidator());
        catalog.addEntityProvider(
          new ClusterEntityProvider({
            ...{ kube, logger },
            appUrl: config.getOptionalString('app.baseUrl'),
            clock: systemClock,
            signal: shutdown.signal,
          }),
        );
      },
    });
  },
});
