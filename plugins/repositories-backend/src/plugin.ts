import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { systemClock } from '@kubemate/kube-node';
import { Operations, operationServices } from '@kubemate/operations-node';
import { repositoryPermissions } from '@kubemate/plugin-repositories-common';
import { bareRepositoriesRef } from './git/bareRepositoriesRef';
import { createHosted } from './hosts/createHosted';
import { actingCallerReader } from './http/actingCallerReader';
import { GitAuth } from './http/GitAuth';
import { SignInAs } from './http/SignInAs';
import { repositoryOperationDefinitions } from './operations/repositoryOperationDefinitions';
import { PushEvents } from './repositories/PushEvents';
import { PushRelay } from './repositories/PushRelay';
import { RepositoryAccess } from './repositories/RepositoryAccess';
import { repositoryDirectoryRef } from './repositories/RepositoryDirectory';
import { RepositoryUrls } from './repositories/RepositoryUrls';
import { createRouter } from './router';
import { createDrift } from './templates/createDrift';
import { KnexRepositoryStore } from './store/KnexRepositoryStore';
import { AccessTokens } from './tokens/AccessTokens';
import { createWebhooks } from './webhooks/createWebhooks';

/** `/api/repositories`: git repositories that the portal keeps itself. */
export const repositoriesPlugin = createBackendPlugin({
  pluginId: 'repositories',
  register(env) {
    env.registerInit({
      deps: {
        ...operationServices,
        httpRouter: coreServices.httpRouter,
        httpAuth: coreServices.httpAuth,
        rootLifecycle: coreServices.rootLifecycle,
        events: eventsServiceRef,
        catalog: catalogServiceRef,
        reader: coreServices.urlReader,
        bare: bareRepositoriesRef,
        directory: repositoryDirectoryRef,
      },
      async init({ httpRouter, httpAuth, rootLifecycle, bare, directory, ...services }) {
        const { auth, config, database, logger, permissions, userInfo } = services;
        const shutdown = new AbortController();
        rootLifecycle.addBeforeShutdownHook(() => shutdown.abort());
        const store = await KnexRepositoryStore.create(database);
        directory.open(store);
        const access = new RepositoryAccess({ store, permissions });
        const urls = new RepositoryUrls(config);
        const tokens = new AccessTokens({ store: store.accessTokens(), clock: systemClock });
        const hosted = createHosted({ config, userInfo, bare, access });
        rootLifecycle.addShutdownHook(() => hosted.close());
        const { repositories: elsewhere } = hosted;
        const drift = createDrift({ ...services, access, bare, store, hosted: elsewhere });
        const ending = { clock: systemClock, shutdown: shutdown.signal };
        const { sender, ...hooks } = createWebhooks({
          ...{ config, store, bare, urls, logger, ...ending },
        });
        const spreading = { events: services.events, logger, clock: systemClock };
        const relay = new PushRelay({ ...spreading, store: store.pushes() });
        const events = new PushEvents({ ...spreading, store, relay, webhooks: hooks.webhooks });
        rootLifecycle.addStartupHook(() => {
          sender.start();
          relay.start();
        });
        rootLifecycle.addShutdownHook(async () => {
          relay.close();
          await sender.close();
        });
        const { read, configure, manageAll } = repositoryPermissions;
        services.permissionsRegistry.addPermissions([read, configure, manageAll]);
        const operations = await Operations.create({
          ...services,
          ...ending,
          definitions: repositoryOperationDefinitions({
            ...{ access, store, bare, urls, events, drift, tokens, ...hooks },
            hosted: elsewhere,
          }),
        });
        rootLifecycle.addShutdownHook(() => operations.idle());
        const signInAs = new SignInAs({
          ...{ auth, discovery: services.discovery, clock: systemClock },
          fetch: globalThis.fetch,
        });
        // Git proves who it is by HTTP Basic, which the router checks itself.
        httpRouter.addAuthPolicy({ path: '/git', allow: 'unauthenticated' });
        httpRouter.use(
          createRouter({
            repositories: { access, store, bare, urls, drift, hosted: elsewhere, ...hooks },
            tokens,
            git: {
              ...{ access, bare, events, shutdown: shutdown.signal },
              auth: new GitAuth({ auth, userInfo, tokens, signInAs }),
              appUrl: config.getOptionalString('app.baseUrl'),
            },
            ...{ operations, logger, ...ending },
            callerOf: actingCallerReader({ auth, httpAuth, userInfo }),
          }),
        );
      },
    });
  },
});
