import { createFetchApi, FetchMiddlewares } from '@backstage/core-app-api';
import {
  configApiRef,
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
} from '@backstage/core-plugin-api';
import { ApiBlueprint } from '@backstage/frontend-plugin-api';
import { streamMiddleware } from '../streams/streamMiddleware';
import { clusterTokenMiddleware } from './clusterTokenMiddleware';
import { oidcSessionApiRef } from './oidcSessionApi';

/** Backstage's own, the person's token for clusters, and streams over WebSockets. It takes the place of `api:app/fetch`. */
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
      factory: ({ config, discoveryApi, identityApi, oidc }) => {
        const backendUrl = config.getString('backend.baseUrl');
        return createFetchApi({
          middleware: [
            FetchMiddlewares.resolvePluginProtocol({ discoveryApi }),
            FetchMiddlewares.injectIdentityAuth({ identityApi, config }),
            clusterTokenMiddleware({ backendUrl, clusterToken: () => oidc.clusterToken() }),
            streamMiddleware({ backendUrl }),
          ],
        });
      },
    }),
});
