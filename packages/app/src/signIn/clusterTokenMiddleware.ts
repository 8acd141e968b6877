import type { FetchMiddleware } from '@backstage/core-app-api';
import { CLUSTER_TOKEN_HEADER } from '@kubemate/kube-common';

/** The plugins whose backends reach clusters as the person; no other request carries the person's own token. */
const CLUSTER_PLUGINS: readonly string[] = ['clusters', 'pipelines', 'tenants'];

interface Options {
  /** `backend.baseUrl` */
  readonly backendUrl: string;
  readonly clusterToken: () => Promise<string | undefined>;
}

/** Adds the person's own OIDC token to requests that may reach clusters with `identity: token`. */
export function clusterTokenMiddleware({ backendUrl, clusterToken }: Options): FetchMiddleware {
  const prefixes = CLUSTER_PLUGINS.map(plugin => `${backendUrl.replace(/\/$/, '')}/api/${plugin}/`);
  return {
    apply: next => async (input, init) => {
      // Looked at without making a request of it: that would take the body of one that is passed on as it is.
      const { href: url } = new URL(input instanceof Request ? input.url : input, backendUrl);
      if (!prefixes.some(prefix => url.startsWith(prefix))) return await next(input, init);
      const token = await clusterToken();
      if (token === undefined) return await next(input, init);
      const request = new Request(input, init);
      request.headers.set(CLUSTER_TOKEN_HEADER, token);
      return await next(request);
    },
  };
}
