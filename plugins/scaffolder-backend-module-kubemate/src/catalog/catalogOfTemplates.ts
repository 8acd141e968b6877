import { coreServices, createServiceFactory } from '@backstage/backend-plugin-api';
import type { AuthService, BackstageCredentials } from '@backstage/backend-plugin-api';
import { CatalogClient } from '@backstage/catalog-client';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { OwnRegistrations } from './OwnRegistrations';

/** The catalog as plugins of the server ask it: Backstage's, and for steps of templates one that registers what a person owns ({@link OwnRegistrations}). */
export const catalogOfTemplates = createServiceFactory({
  service: catalogServiceRef,
  deps: {
    auth: coreServices.auth,
    discoveryApi: coreServices.discovery,
    logger: coreServices.logger,
    permissions: coreServices.permissions,
    plugin: coreServices.pluginMetadata,
    userInfo: coreServices.userInfo,
  },
  factory({ auth, discoveryApi, plugin, ...services }) {
    const catalog = asWhoAsks(new CatalogClient({ discoveryApi }), auth);
    if (plugin.getId() !== 'scaffolder') return catalog;
    const own = new OwnRegistrations({ catalog, auth, ...services });
    return new Proxy(catalog, {
      get: (target, name) =>
        name === 'addLocation' ? own.addLocation.bind(own) : Reflect.get(target, name),
    });
  },
});

/**
 * What Backstage's own factory makes, which it does not give away: each method of the client, with credentials in the place of a token as its last argument.
 */
function asWhoAsks(client: CatalogClient, auth: AuthService): CatalogService {
  return new Proxy(client, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      const tokenFor = (credentials: BackstageCredentials) =>
        auth.getPluginRequestToken({ onBehalfOf: credentials, targetPluginId: 'catalog' });
      if (String(name).startsWith('stream'))
        return async function* stream(request: unknown, options: Asked) {
          yield* method.call(target, request, await tokenFor(options.credentials));
        };
      return async (...given: unknown[]) => {
        const { credentials } = given.pop() as Asked;
        return method.call(target, ...given, await tokenFor(credentials));
      };
    },
  }) as unknown as CatalogService;
}

interface Asked {
  readonly credentials: BackstageCredentials;
}
