import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { tenantsMachineRoutes } from '@kubemate/plugin-tenants-common';
import type { TenantDirectory } from '@kubemate/plugin-tenants-common';
import type { Router } from 'express';
import type { StoredTenant, TenantStore } from '../tenants/TenantStore';

const OVERSEERS: ReadonlySet<string> = new Set(['tenant-admin', 'auditor']);

/** What other plugins must know of every tenant. They are no persons, so they do not go through the table of routes. */
export function addDirectoryRoute(
  router: Router,
  { httpAuth, store }: { httpAuth: HttpAuthService; store: TenantStore },
): void {
  router.get(tenantsMachineRoutes.getDirectory.path, async (request, response) => {
    await httpAuth.credentials(request, { allow: ['service'] });
    const answer: TenantDirectory = { items: (await store.list()).map(entryOf) };
    response.json(answer);
  });
}

function entryOf({ spec, state }: StoredTenant): TenantDirectory['items'][number] {
  const members = spec.members.filter(
    ({ role, environments }) => OVERSEERS.has(role) && environments === undefined,
  );
  const overseers = [...new Set([spec.owner, ...members.map(({ subject }) => subject)])];
  const readers = [...new Set([spec.owner, ...spec.members.map(({ subject }) => subject)])];
  const { name, title, description, plan, owner, placements, delivery } = spec;
  const asked = delivery === undefined ? {} : { delivery };
  return { name, title, description, state, plan, owner, placements, readers, overseers, ...asked };
}
