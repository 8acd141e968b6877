import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { auditorTrailServiceRef, callerReader, requestTrailServiceRef } from '@kubemate/http-node';
import { kubeServiceRef, systemClock } from '@kubemate/kube-node';
import { auditMachineRoutes, auditPermissions } from '@kubemate/plugin-audit-common';
import { openObjectStore } from '@kubemate/storage-node';
import { auditorRecorder } from './auditor/AuditorRecorder';
import { openReceiver } from './kubernetes/openReceiver';
import { createReceiverApp } from './kubernetes/receiverRouter';
import { openAudit } from './openAudit';
import { PluginTokens } from './requests/PluginTokens';
import { RequestRecorder } from './requests/RequestRecorder';
import { createRouter } from './router';
import { scheduleHousekeeping } from './scheduleHousekeeping';
import { PolledTenants } from './visibility/PolledTenants';

/** `/api/audit`: who did what, in chains that cannot be changed without being found out. */
export const auditPlugin = createBackendPlugin({
  pluginId: 'audit',
  register(env) {
    env.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        events: auditorTrailServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        kube: kubeServiceRef,
        lifecycle: coreServices.rootLifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        requests: requestTrailServiceRef,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init({ httpRouter, httpAuth, userInfo, lifecycle, requests, events, ...services }) {
        const shutdown = new AbortController();
        const { auth, config, logger, scheduler, permissionsRegistry } = services;
        const tenants = new PolledTenants({
          ...{ auth, discovery: services.discovery, logger, fetch: globalThis.fetch },
          clock: systemClock,
          signal: shutdown.signal,
        });
        tenants.start();
        const audit = await openAudit({
          ...services,
          objects: openObjectStore(config),
          tenants,
          clock: systemClock,
          shutdown: shutdown.signal,
        });
        const { trail } = audit;
        const pluginTokens = new PluginTokens({ discovery: services.discovery });
        const recorder = new RequestRecorder({
          ...{ requests, trail, auth, pluginTokens, logger },
          clock: systemClock,
        });
        if (audit.config.requests.enabled)
          recorder.start({ capacity: audit.config.requests.buffer });
        lifecycle.addBeforeShutdownHook(() => shutdown.abort());
        lifecycle.addShutdownHook(() => recorder.flush());
        const told = auditorRecorder({
          ...{ events, trail, logger, clock: systemClock, config: audit.config.events },
        });
        if (audit.config.events.enabled) told.start({ capacity: audit.config.events.buffer });
        lifecycle.addShutdownHook(() => told.flush());
        await scheduleHousekeeping({ ...audit, scheduler });
        permissionsRegistry.addPermissions([...auditPermissions]);
        httpRouter.use(
          createRouter({
            ...audit,
            httpAuth,
            callerOf: callerReader({ httpAuth, userInfo }),
            logger,
            clock: systemClock,
            shutdown: shutdown.signal,
          }),
        );
        // API servers have no Backstage credentials; the receiver asks for their own.
        const { path } = auditMachineRoutes.receiveKubernetes;
        httpRouter.addAuthPolicy({
          path: path.replace('{cluster}', ':cluster'),
          allow: 'unauthenticated',
        });
        if (audit.config.receiver)
          await openReceiver({
            config: audit.config.receiver,
            handler: createReceiverApp({ receiver: audit.receiver, requests, logger }),
            shutdown: shutdown.signal,
          });
        audit.rules.kick();
      },
    });
  },
});
