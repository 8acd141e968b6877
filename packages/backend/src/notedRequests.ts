import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { noteRequests, RequestTrail, requestTrailServiceRef } from '@kubemate/http-node';

/** The server, noting every request to the API in front of everything else, and the buffer that the audit plugin empties. */
export function notedRequests() {
  const trail = new RequestTrail();
  return [
    createServiceFactory({ service: requestTrailServiceRef, deps: {}, factory: () => trail }),
    rootHttpRouterServiceFactory({
      configure({ app, applyDefaults }) {
        app.use(noteRequests(trail));
        applyDefaults();
      },
    }),
  ];
}
