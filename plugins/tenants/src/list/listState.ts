import type { ListedTenant, Tenant } from '@kubemate/plugin-tenants-common';
import { choiceParam, listParam, textParam } from '@kubemate/ui';

export const STATES = ['active', 'archived', 'all'] as const;

/** The list as it stands in the address. */
export const LIST_PARAMS = {
  search: textParam(),
  state: choiceParam(STATES),
  environments: listParam(),
  clusters: listParam(),
  plans: listParam(),
  sort: textParam('name'),
};

export interface ListState {
  readonly search: string;
  readonly state: (typeof STATES)[number];
  readonly environments: readonly string[];
  readonly clusters: readonly string[];
  readonly plans: readonly string[];
  readonly sort: string;
}

/** The parts of a tenant's placements, each once, in the order of the declaration. */
export function placesOf({ placements }: Pick<Tenant, 'placements'>) {
  return {
    environments: [...new Set(placements.map(({ environment }) => environment))],
    clusters: [...new Set(placements.map(({ cluster }) => cluster))],
    namespaces: placements.flatMap(({ cluster, environment, namespaces }) =>
      namespaces.map(namespace => ({ cluster, environment, namespace })),
    ),
  };
}

const SORTS: Readonly<Record<string, (tenant: ListedTenant) => string | number>> = {
  name: ({ title }) => title.toLocaleLowerCase(),
  namespaces: tenant => placesOf(tenant).namespaces.length,
  members: ({ members }) => members.length,
  plan: ({ plan }) => plan,
  updated: ({ updatedAt }) => updatedAt,
};

/** The tenants that match, in the order asked for. */
export function selectTenants(
  tenants: readonly ListedTenant[],
  state: ListState,
): readonly ListedTenant[] {
  const words = state.search.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const among = (chosen: readonly string[], values: readonly string[]) =>
    chosen.length === 0 || values.some(value => chosen.includes(value));
  const found = tenants.filter(tenant => {
    const { environments, clusters } = placesOf(tenant);
    return (
      (state.state === 'all' || tenant.state === state.state) &&
      among(state.environments, environments) &&
      among(state.clusters, clusters) &&
      among(state.plans, [tenant.plan]) &&
      words.every(word => searchText(tenant).includes(word))
    );
  });
  const descending = state.sort.startsWith('-');
  const by = SORTS[descending ? state.sort.slice(1) : state.sort] ?? SORTS.name;
  const order = (a: ListedTenant, b: ListedTenant) => {
    const [left, right] = [by?.(a) ?? '', by?.(b) ?? ''];
    if (left === right) return a.name.localeCompare(b.name, 'en');
    return (left < right ? -1 : 1) * (descending ? -1 : 1);
  };
  return [...found].sort(order);
}

function searchText(tenant: ListedTenant): string {
  const { namespaces } = placesOf(tenant);
  return [
    tenant.name,
    tenant.title,
    tenant.description ?? '',
    tenant.owner,
    ...tenant.members.map(({ subject }) => subject),
    ...namespaces.map(({ namespace }) => namespace),
  ]
    .join(' ')
    .toLocaleLowerCase();
}
