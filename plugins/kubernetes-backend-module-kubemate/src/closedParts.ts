import { NotAllowedError } from '@backstage/errors';
import type { AuthenticationStrategy, KubernetesFetcher } from '@backstage/plugin-kubernetes-node';

/**
 * What the tab is told of how its requests are signed in. With `oidc` in the name, Backstage leaves out its terminal, which would
 * need the proxy.
 */
export const AUTH_PROVIDER = 'kubemate.oidc';

const closed = async (): Promise<never> => {
  throw new NotAllowedError(
    'The portal reads clusters through its own gateway, as the person who asks',
  );
};

/** Hands no credential to anybody. */
export const closedStrategy: AuthenticationStrategy = {
  getCredential: closed,
  validateCluster: () => [],
  presentAuthMetadata: () => ({}),
};

/** Connects to nothing. */
export const noFetcher: KubernetesFetcher = {
  fetchObjectsForService: closed,
  fetchPodMetricsByNamespaces: closed,
};
