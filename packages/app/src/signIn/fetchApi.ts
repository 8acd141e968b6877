import { createFetchApi, FetchMiddlewares } from '@backstage/core-app-api';
import {
  configApiRef,
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
} from '@backstage/core-plugin-api';
import { ApiBlueprint } from '@backstage/frontend-plugin-api';
import { clusterTokenMiddleware } from './clusterTokenMiddleware';
import { oidcSessionApiRef } from './oidcSessionApi';

/** Backstage's own, and the person's token for clusters. It takes the place of `api:app/fetch`. */
export const fetchApi = ApiBlueprint.make({
  name: 'fetch',
  params: defineParams =>
    defineParams({
      api: fetchApiRef,
      deps: {
        config: configApiRef,
        discoveryApi: discoveryApiRef,
        identityApi: identityApiRef,
        oidc: oidcSessionApiRef,
      },
      factory: ({ config, discoveryApi, identityApi, oidc }) =>
        createFetchApi({
          middleware: [
            FetchMiddlewares.resolvePluginProtocol({ discoveryApi }),
            FetchMiddlewares.injectIdentityAuth({ identityApi, config }),
            clusterTokenMiddleware({
              backendUrl: config.getString('backend.baseUrl'),
              clusterToken: () => oidc.clusterToken(),
            }),
          ],
        }),
    }),
});
