import { createServiceFactory, createServiceRef } from '@backstage/backend-plugin-api';
import { RequestTrail } from './RequestTrail';

/** The buffer between the server, which notes requests, and the audit plugin, which records them. */
export const requestTrailServiceRef = createServiceRef<RequestTrail>({
  id: 'kubemate.request-trail',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({ service, deps: {}, factory: () => new RequestTrail() }),
});
