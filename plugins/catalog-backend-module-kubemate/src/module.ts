import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { ANNOTATION_ORIGIN_LOCATION } from '@backstage/catalog-model';
import { catalogProcessingExtensionPoint, catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { kubeServiceRef, portalReaderRef, systemClock } from '@kubemate/kube-node';
import { TENANT_CHANGED_TOPIC } from '@kubemate/plugin-tenants-common';
import { AnnotationValidator } from './AnnotationValidator';
import { ClusterEntityProvider } from './ClusterEntityProvider';
import { JobEntityProvider } from './jenkins/JobEntityProvider';
import { JOBS_LOCATION } from './jenkins/jobEntities';
import { jobsReader, jobUses } from './jenkins/readJobs';
import { LOCATION } from './owned/ownedEntities';
import { OwnedEntityProvider } from './owned/OwnedEntityProvider';
import { tenantsReader } from './owned/readTenants';
import { isVisibleTo } from './restricted/isVisibleTo';
import { ReservedEntities } from './restricted/ReservedEntities';
import { RestrictedRelations } from './restricted/RestrictedRelations';

/** Puts clusters, tenants, namespaces and pipelines into the catalog, and holds annotations for clusters to what they can mean. */
export const catalogModuleKubemate = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'kubemate',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        entities: catalogServiceRef,
        events: eventsServiceRef,
        kube: kubeServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissionsRegistry: coreServices.permissionsRegistry,
        reader: portalReaderRef,
        rootLifecycle: coreServices.rootLifecycle,
      },
      async init({ auth, catalog, config, discovery, entities, events, kube, ...services }) {
        const { lifecycle, logger, permissionsRegistry, reader, rootLifecycle } = services;
        const shutdown = new AbortController();
        rootLifecycle.addBeforeShutdownHook(() => shutdown.abort());
        const shared = {
          ...{ kube, logger, clock: systemClock, signal: shutdown.signal },
          appUrl: config.getOptionalString('app.baseUrl'),
        };
        const restricted = new RestrictedRelations();
        for (const processor of [
          ...[new AnnotationValidator(), new ReservedEntities()],
          ...[restricted, restricted.restoring],
        ])
          catalog.addProcessor(processor);
        permissionsRegistry.addPermissionRules([isVisibleTo]);
        catalog.addEntityProvider(new ClusterEntityProvider(shared));
        const broughtBy = async (location: string) => {
          const { items } = await entities.getEntities(
            { filter: { [`metadata.annotations.${ANNOTATION_ORIGIN_LOCATION}`]: location } },
            { credentials: await auth.getOwnServiceCredentials() },
          );
          return items;
        };
        const asking = { auth, discovery, fetch: globalThis.fetch };
        const owned = new OwnedEntityProvider({
          ...{ ...shared, reader },
          tenants: tenantsReader(asking),
          before: () => broughtBy(LOCATION),
        });
        const jobs = new JobEntityProvider({
          ...shared,
          directory: jobsReader(asking),
          uses: jobUses({ auth, catalog: entities }),
          before: () => broughtBy(JOBS_LOCATION),
        });
        catalog.addEntityProvider(owned, jobs);
        await events.subscribe({
          id: owned.getProviderName(),
          topics: [TENANT_CHANGED_TOPIC],
          onEvent: async () => owned.tenantsChanged(),
        });
        lifecycle.addStartupHook(() => {
          void owned.start();
          void jobs.start();
        });
      },
    });
  },
});
