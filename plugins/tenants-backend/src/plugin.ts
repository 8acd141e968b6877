import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { callerReader } from '@kubemate/http-node';
import { kubeServiceRef, systemClock } from '@kubemate/kube-node';
import { Operations } from '@kubemate/operations-node';
import { tenantPermissions } from '@kubemate/plugin-tenants-common';
import { tenantOperationDefinitions } from './operations/tenantOperationDefinitions';
import { readTenantsConfig } from './readTenantsConfig';
import { createRouter } from './router';
import { seedTenants } from './seedTenants';
import { AnnouncingTenantStore } from './tenants/AnnouncingTenantStore';
import { KnexTenantStore } from './tenants/KnexTenantStore';
import { Tenants } from './tenants/Tenants';

const { readTenant, readAllTenants, manageAllTenants, readAccess, simulateAccess } =
  tenantPermissions;

/** `/api/tenants`: tenants over clusters, and who may do what on them. */
export const tenantsPlugin = createBackendPlugin({
  pluginId: 'tenants',
  register(env) {
    env.registerInit({
      deps: {
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        userInfo: coreServices.userInfo,
        auth: coreServices.auth,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        config: coreServices.rootConfig,
        database: coreServices.database,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        actionsRegistry: actionsRegistryServiceRef,
        rootLifecycle: coreServices.rootLifecycle,
        catalog: catalogServiceRef,
        events: eventsServiceRef,
        kube: kubeServiceRef,
      },
      async init({ httpRouter, httpAuth, catalog, rootLifecycle, ...services }) {
        const { kube, logger, config, database, permissions, userInfo } = services;
        const shutdown = new AbortController();
        rootLifecycle.addBeforeShutdownHook(() => shutdown.abort());
        const { seed, ...settings } = readTenantsConfig(config);
        const clock = systemClock;
        const kept = await KnexTenantStore.create(database);
        const store = new AnnouncingTenantStore(kept, { events: services.events, logger });
        await seedTenants(seed, { store, clock });
        const tenants = new Tenants({ store, permissions });
        services.permissionsRegistry.addPermissions([
          ...[readTenant, readAllTenants, manageAllTenants, readAccess, simulateAccess],
        ]);
        const operations = await Operations.create({
          ...services,
          definitions: tenantOperationDefinitions({ tenants, store, settings }),
          clock,
          shutdown: shutdown.signal,
        });
        rootLifecycle.addShutdownHook(() => operations.idle());
        httpRouter.use(
          createRouter({
            tenants: { tenants, store, kube, settings, clock, catalog },
            access: { kube, permissions, catalog, prefixes: settings },
            ...{ operations, httpAuth },
            callerOf: callerReader({ httpAuth, userInfo }),
            logger,
            clock,
            shutdown: shutdown.signal,
          }),
        );
      },
    });
  },
});
