import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  EventSocketServer,
  noteRequests,
  portalOrigins,
  RequestTrail,
  requestTrailServiceRef,
} from '@kubemate/http-node';
import { systemClock } from '@kubemate/kube-node';

/**
 * The server: it notes every request to the API in front of everything else, in a buffer that the audit plugin empties, and carries event streams over WebSockets too.
 */
export function httpServer() {
  const trail = new RequestTrail();
  return [
    createServiceFactory({ service: requestTrailServiceRef, deps: {}, factory: () => trail }),
    rootHttpRouterServiceFactory({
      configure({ app, server, config, lifecycle, applyDefaults }) {
        const shutdown = new AbortController();
        const sockets = new EventSocketServer({
          clock: systemClock,
          origins: portalOrigins(config),
          shutdown: shutdown.signal,
        });
        sockets.listenTo(server);
        lifecycle.addShutdownHook(() => {
          shutdown.abort();
          sockets.close();
        });
        app.use(noteRequests(trail));
        applyDefaults();
      },
    }),
  ];
}
