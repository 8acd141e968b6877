import { createServiceFactory, createServiceRef } from '@backstage/backend-plugin-api';
import { AuditorTrail } from './AuditorTrail';

/** The buffer between the auditors of all plugins, and the audit plugin, which records what they tell. */
export const auditorTrailServiceRef = createServiceRef<AuditorTrail>({
  id: 'kubemate.auditor-trail',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({ service, deps: {}, factory: () => new AuditorTrail() }),
});
