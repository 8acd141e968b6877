import {
  coreServices,
  createServiceFactory,
  createServiceRef,
  type ServiceRef,
} from '@backstage/backend-plugin-api';
import {
  createKubeService,
  type ClosableKubeService,
  type KubeServiceOptions,
} from './createKubeService';
import type { AccountTypes } from './accounts/ConfinedServiceAccounts';
import type { ServiceAccounts } from './accounts/ServiceAccounts';
import type { KubeService } from './KubeService';
import type { PortalReader } from './portal/PortalReader';
import type { ClusterRegistrar } from './registration/ClusterRegistrar';

/** One pool of connections and watches for the process. A factory that brings further clusters comes from {@link kubeServiceFactory}. */
const kubeRootRef: ServiceRef<ClosableKubeService, 'root', 'singleton'> =
  createServiceRef<ClosableKubeService>({
    id: 'kubemate.kube.root',
    scope: 'root',
    defaultFactory: async service => factoryFor(service, {}),
  });

/** The clusters, for every plugin's backend. */
export const kubeServiceRef: ServiceRef<KubeService, 'plugin', 'singleton'> =
  createServiceRef<KubeService>({
    id: 'kubemate.kube',
    scope: 'plugin',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: { kube: kubeRootRef },
        // One face for all: nothing it does is attributed to a plugin yet.
        factory: ({ kube }) => kube,
      }),
  });

/** Adding clusters to the running portal: for the plugin that keeps them, and refused to every other. */
export const clusterRegistrarRef: ServiceRef<ClusterRegistrar, 'plugin', 'singleton'> =
  createServiceRef<ClusterRegistrar>({
    id: 'kubemate.cluster-registrar',
    scope: 'plugin',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: { kube: kubeRootRef, plugin: coreServices.pluginMetadata },
        factory({ kube, plugin }) {
          if (plugin.getId() !== 'clusters')
            throw new Error(`Plugin ${plugin.getId()} must not add clusters`);
          return kube.registrar;
        },
      }),
  });

/**
 * What a plugin may read with the portal's own rights: API groups, or one type of a group. Pipelines keeps what would go with the objects, as long as the namespace's tenant may, and tells approvers
 * of what waits; the catalog has
 * entities of both kinds, whoever looks, and lets each be seen by those alone whose they are.
 */
const PORTAL_READS: Readonly<Record<string, readonly string[]>> = {
  pipelines: [
    'tekton.dev',
    'triggers.tekton.dev/eventlisteners',
    'openshift-pipelines.org/approvaltasks',
    '/namespaces',
  ],
  catalog: ['/namespaces', 'tekton.dev/pipelines'],
};

/** Reading with the portal's own rights, for the plugins and types named here, and refused to every other. */
export const portalReaderRef: ServiceRef<PortalReader, 'plugin', 'singleton'> =
  createServiceRef<PortalReader>({
    id: 'kubemate.portal-reader',
    scope: 'plugin',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: { kube: kubeRootRef, plugin: coreServices.pluginMetadata },
        factory({ kube, plugin }) {
          const types = PORTAL_READS[plugin.getId()];
          if (types === undefined)
            throw new Error(`Plugin ${plugin.getId()} must not read with the portal's own rights`);
          return kube.portalReader(types);
        },
      }),
  });

/** What a plugin may do as service accounts: pipelines does for an event listener what its pod would. */
const ACCOUNT_TYPES: Readonly<Record<string, AccountTypes>> = {
  pipelines: { reads: ['triggers.tekton.dev', '/secrets'], creates: ['tekton.dev/pipelineruns'] },
};

/** Acting as service accounts, for the plugins and types named here, and refused to every other. */
export const serviceAccountsRef: ServiceRef<ServiceAccounts, 'plugin', 'singleton'> =
  createServiceRef<ServiceAccounts>({
    id: 'kubemate.service-accounts',
    scope: 'plugin',
    defaultFactory: async service =>
      createServiceFactory({
        service,
        deps: { kube: kubeRootRef, plugin: coreServices.pluginMetadata },
        factory({ kube, plugin }) {
          const types = ACCOUNT_TYPES[plugin.getId()];
          if (types === undefined)
            throw new Error(`Plugin ${plugin.getId()} must not act as service accounts`);
          return kube.serviceAccounts(types);
        },
      }),
  });

/** What a portal adds to the configured clusters. */
export interface KubeServiceAdditions {
  /**
   * Started before the first plugin gets the service, ended after the service: the sandbox.
   * Nothing is added where it gives undefined.
   */
  readonly start?: (root: Pick<KubeServiceOptions, 'config' | 'logger'>) => Promise<
    | {
        readonly clusters: NonNullable<KubeServiceOptions['extraClusters']>;
        close(): Promise<void>;
      }
    | undefined
  >;
}

/** The service with further clusters, to be added to the backend in place of the default. */
export function kubeServiceFactory(additions: KubeServiceAdditions) {
  return factoryFor(kubeRootRef, additions);
}

function factoryFor(
  service: ServiceRef<ClosableKubeService, 'root', 'singleton'>,
  { start }: KubeServiceAdditions,
) {
  return createServiceFactory({
    service,
    deps: {
      config: coreServices.rootConfig,
      lifecycle: coreServices.rootLifecycle,
      logger: coreServices.rootLogger,
    },
    async factory({ config, lifecycle, logger }) {
      const added = await start?.({ config, logger });
      const kube = await createKubeService({ config, logger, extraClusters: added?.clusters });
      lifecycle.addShutdownHook(async () => {
        await kube.close();
        await added?.close();
      });
      return kube;
    },
  });
}
