import type { Tenant, Environment } from '@kubemate/plugin-tenants-common';

export const ENVIRONMENTS = ['dev', 'staging', 'prod'] as const satisfies Environment[];

/** One namespace of one cluster. */
export interface Place {
  readonly cluster: string;
  readonly namespace: string;
}

/** Where a service runs, as templates take it. An environment is absent where its tenant has none. */
export type Environments = { readonly [Each in Environment]?: Place };

/** Roles that may run something in a tenant. */
const RUNNING: ReadonlySet<string> = new Set(['tenant-admin', 'developer', 'ml-engineer']);

/** Tenants that the person may put something into, by their title. */
export function usableTenants(tenants: readonly Tenant[]): Tenant[] {
  return tenants
    .filter(({ state, roles, may }) => {
      const isMember = roles.some(role => RUNNING.has(role));
      return state === 'active' && (isMember || may.change);
    })
    .sort((left, right) => left.title.localeCompare(right.title));
}

/** Tenants in which the person may do a thing, by their title. */
export function tenantsThatMay(tenants: readonly Tenant[], action: keyof Tenant['may']): Tenant[] {
  return tenants
    .filter(({ state, may }) => state === 'active' && may[action])
    .sort((left, right) => left.title.localeCompare(right.title));
}

/** The namespaces of a tenant that serve an environment, in the order of its declaration. */
export function placesOf(tenant: Tenant, environment: Environment): Place[] {
  return tenant.placements
    .filter(placement => placement.environment === environment)
    .flatMap(({ cluster, namespaces }) => namespaces.map(namespace => ({ cluster, namespace })));
}

/** The first place of each environment. */
export function defaultEnvironments(tenant: Tenant): Environments {
  return Object.fromEntries(
    ENVIRONMENTS.flatMap(environment => {
      const [first] = placesOf(tenant, environment);
      return first === undefined ? [] : [[environment, first]];
    }),
  );
}

/** The tenant whose places these are; undefined where there is none or they are of several. */
export function tenantOf(
  tenants: readonly Tenant[],
  environments: Environments,
): Tenant | undefined {
  const chosen = ENVIRONMENTS.flatMap(each => {
    const place = environments[each];
    return place?.namespace ? [{ each, place }] : [];
  });
  if (chosen.length === 0) return undefined;
  return tenants.find(tenant =>
    chosen.every(({ each, place }) =>
      placesOf(tenant, each).some(known => textOf(known) === textOf(place)),
    ),
  );
}

/** As people and the values of a list write it. */
export function textOf({ cluster, namespace }: Place): string {
  return `${cluster} / ${namespace}`;
}

/** Clusters on which the person may run something, by name. */
export function clustersOf(tenants: readonly Tenant[]): string[] {
  const all = tenants.flatMap(({ placements }) => placements.map(({ cluster }) => cluster));
  return [...new Set(all)].sort();
}

/** Namespaces of one cluster in which the person may run something, by name, each with the title of its tenant. */
export function namespacesOn(
  tenants: readonly Tenant[],
  cluster: string,
): { readonly namespace: string; readonly tenant: string }[] {
  return tenants
    .flatMap(({ title, placements }) =>
      placements
        .filter(placement => placement.cluster === cluster)
        .flatMap(({ namespaces }) => namespaces.map(namespace => ({ namespace, tenant: title }))),
    )
    .sort((left, right) => left.namespace.localeCompare(right.namespace));
}
