import type { FetchMiddleware } from '@backstage/core-app-api';
import { eventSocketFetch } from '@kubemate/http-common';

/** Live streams over WebSockets, see `eventSocketFetch`. The last of all, so that each stream has its tokens. */
export function streamMiddleware({ backendUrl }: { backendUrl: string }): FetchMiddleware {
  return {
    apply: next =>
      eventSocketFetch({
        backendUrl,
        fetch: next,
        openSocket: url => new WebSocket(url),
        isNeeded: () => !isMultiplexed(backendUrl),
      }),
  };
}

/** Whether requests share one connection: the page came over HTTP/2 or 3, from where the backend is too. */
function isMultiplexed(backendUrl: string): boolean {
  if (new URL(backendUrl, window.location.href).origin !== window.location.origin) return false;
  return performance
    .getEntriesByType('navigation')
    .some(entry => /^h[23]$/.test((entry as PerformanceNavigationTiming).nextHopProtocol));
}
