import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import {
  kubernetesAuthStrategyExtensionPoint,
  kubernetesClusterSupplierExtensionPoint,
  kubernetesFetcherExtensionPoint,
  kubernetesObjectsProviderExtensionPoint,
  kubernetesRouterExtensionPoint,
  kubernetesServiceLocatorExtensionPoint,
} from '@backstage/plugin-kubernetes-node';
import { kubeServiceRef } from '@kubemate/kube-node';
import { AUTH_PROVIDER, closedStrategy, noFetcher } from './closedParts';
import { GatewayObjects } from './GatewayObjects';
import { openRoutes } from './kubernetesRouter';
import { RegistryClusters } from './RegistryClusters';

/** Backstage's Kubernetes plugin over the portal's clusters: objects are read as the person who looks, and its proxy is closed. */
export const kubernetesModuleKubemate = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'kubemate',
  register(env) {
    env.registerInit({
      deps: {
        clusters: kubernetesClusterSupplierExtensionPoint,
        fetcher: kubernetesFetcherExtensionPoint,
        locator: kubernetesServiceLocatorExtensionPoint,
        objects: kubernetesObjectsProviderExtensionPoint,
        router: kubernetesRouterExtensionPoint,
        strategies: kubernetesAuthStrategyExtensionPoint,
        kube: kubeServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init({ clusters, fetcher, locator, objects, router, strategies, kube, userInfo }) {
        const registry = new RegistryClusters(kube);
        clusters.addClusterSupplier(registry);
        // Each has a default that reads `kubernetes.*` of the configuration, where Backstage's own connections are described.
        locator.addServiceLocator({
          getClustersByEntity: async () => ({ clusters: await registry.getClusters() }),
        });
        fetcher.addFetcher(noFetcher);
        strategies.addAuthStrategy(AUTH_PROVIDER, closedStrategy);
        objects.addObjectsProvider(new GatewayObjects({ kube, userInfo }));
        router.addRouter(({ getDefault }) => openRoutes(getDefault()));
      },
    });
  },
});
