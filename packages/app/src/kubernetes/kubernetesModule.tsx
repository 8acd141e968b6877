import { ApiBlueprint, createFrontendModule, fetchApiRef } from '@backstage/frontend-plugin-api';
import {
  type KubernetesAuthProvidersApi,
  kubernetesAuthProvidersApiRef,
  kubernetesClusterLinkFormatterApiRef,
  kubernetesProxyApiRef,
} from '@backstage/plugin-kubernetes-react';
import { ClustersClient } from '@kubemate/plugin-clusters-common';
import { GatewayReads } from './GatewayReads';
import { PortalObjectLinks } from './PortalObjectLinks';

// The same names as Backstage's own, and so in their place.
const proxyApi = ApiBlueprint.make({
  name: 'proxy',
  params: defineParams =>
    defineParams({
      api: kubernetesProxyApiRef,
      deps: { fetchApi: fetchApiRef },
      factory: ({ fetchApi }) => new GatewayReads(new ClustersClient({ fetch: fetchApi.fetch })),
    }),
});

/** Whoever asks is known by their sign-in; nothing goes along. */
const noCredentials: KubernetesAuthProvidersApi = {
  decorateRequestBodyForAuth: async (_, requestBody) => requestBody,
  getCredentials: async () => ({}),
};

const authProvidersApi = ApiBlueprint.make({
  name: 'auth-providers',
  params: defineParams =>
    defineParams({ api: kubernetesAuthProvidersApiRef, deps: {}, factory: () => noCredentials }),
});

const linkFormatterApi = ApiBlueprint.make({
  name: 'cluster-link-formatter',
  params: defineParams =>
    defineParams({
      api: kubernetesClusterLinkFormatterApiRef,
      deps: {},
      factory: () => new PortalObjectLinks(window.location.origin),
    }),
});

/** Backstage's Kubernetes tab over the portal's own routes; its proxy is closed. */
export const kubernetesModule = createFrontendModule({
  pluginId: 'kubernetes',
  extensions: [proxyApi, authProvidersApi, linkFormatterApi],
});
