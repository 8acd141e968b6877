import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { RouteTable } from '@kubemate/http-node';
import { tenantsRoutes } from '@kubemate/plugin-tenants-common';
import type { Environment } from '@kubemate/plugin-tenants-common';
import { findSubjects } from './findSubjects';
import { readTenantStatus } from './readTenantStatus';
import type { StatusReader } from './readTenantStatus';
import type { Tenants } from './Tenants';
import type { TenantStore } from './TenantStore';

export interface TenantRoutesDeps extends StatusReader {
  readonly tenants: Tenants;
  readonly store: TenantStore;
  readonly catalog: CatalogService;
}

/** Tenants as the caller may see them. What changes them is an operation. */
export function addTenantRoutes(routes: RouteTable, deps: TenantRoutesDeps): void {
  const { tenants, store, settings, kube, catalog } = deps;

  routes.json(tenantsRoutes.listTenants, async ({ query: { state }, ...asker }) => {
    const { items, ...may } = await tenants.list(asker);
    const shown = items.filter(tenant => state === 'all' || tenant.state === state);
    const clusters = kube.clusters().map(({ name, title, labels }) => ({
      ...{ name, title },
      environment: environmentOf(labels.environment),
    }));
    return { items: shown, plans: [...settings.plans.values()], clusters, ...may };
  });

  routes.json(tenantsRoutes.getTenant, ({ params, ...asker }) => tenants.get(params.name, asker));

  routes.json(tenantsRoutes.getTenantStatus, async ({ params, ...asker }) =>
    readTenantStatus(await tenants.get(params.name, asker), asker.viewer, deps),
  );

  routes.json(tenantsRoutes.listQuotaRequests, async ({ params, ...asker }) => {
    const { name } = await tenants.get(params.name, asker);
    return { items: await store.quotaRequests(name) };
  });

  routes.json(tenantsRoutes.listSubjects, ({ query, credentials }) =>
    findSubjects(query, { catalog, credentials }),
  );

  // The policy asks this to decide on permissions, so it asks for none itself.
  routes.json(tenantsRoutes.listRoles, async ({ viewer }) => ({
    items: await tenants.rolesIn(viewer),
  }));
}

/** Companies write it long or short. */
function environmentOf(label = ''): Environment | undefined {
  if (/^prod/.test(label)) return 'prod';
  if (/^(?:stag|test|qa|uat)/.test(label)) return 'staging';
  return /^dev/.test(label) ? 'dev' : undefined;
}
