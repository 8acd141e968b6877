import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { clustersApiRef } from '@kubemate/plugin-clusters';
import { kubernetesSelection, type Selected } from '@kubemate/plugin-clusters-common';
import { tenantsApiRef } from '@kubemate/plugin-tenants';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import { describeError, type ActivityScope } from '@kubemate/ui';
import { useQueries, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useMemo } from 'react';
import { componentOf, objectsOf, partsOf, placeOf } from './activityScope';

/** A system's or a team's first components; each is looked for in the clusters. */
const MAX_COMPONENTS = 20;
const REFRESH_MS = 30_000;

export interface ResolvedScope {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly scope: ActivityScope;
  /** Clusters that did not say what of the entity they have. */
  readonly failures: readonly { readonly cluster: string; readonly reason: string }[];
  readonly error?: Error;
  retry(): void;
}

/** Finds what belongs to an entity: components, their objects, a place, the tenants that a group answers for. */
export function useActivityScope(entity: Entity): ResolvedScope {
  const client = useQueryClient();
  const components = useComponentsOf(entity);
  const tenants = useTenantsOf(entity);
  const selected = useSelectedOf(components.data);
  const error = components.error ?? selected.error;
  const waits = components.isLoading || tenants.isLoading || selected.pending;
  const scope = useMemo(
    () => scopeOf(entity, { components: components.data, tenants: tenants.data, selected }),
    [entity, components.data, tenants.data, selected],
  );
  return {
    ...{ scope, failures: onePerCluster(selected.answers) },
    state: error ? 'failed' : waits ? 'loading' : 'ready',
    ...(error && { error: new Error(describeError(error).message) }),
    retry: () => void client.refetchQueries({ stale: true }),
  };
}

interface Found {
  readonly components?: readonly Entity[];
  readonly tenants?: readonly Pick<Tenant, 'name' | 'placements'>[];
  readonly selected: { readonly answers: readonly Selected[] };
}

function scopeOf(
  entity: Entity,
  { components = [], tenants = [], selected }: Found,
): ActivityScope {
  const place = placeOf(entity);
  const owned = tenants.flatMap(({ placements }) =>
    placements.flatMap(({ cluster, namespaces }) =>
      namespaces.map(namespace => ({ cluster, namespace })),
    ),
  );
  return {
    components: components.map(componentOf),
    objects: selected.answers.flatMap(objectsOf),
    places: [...(place === undefined ? [] : [place]), ...owned],
    tenants: tenants.map(({ name }) => name),
  };
}

function useComponentsOf(entity: Entity) {
  const catalog = useApi(catalogApiRef);
  const ref = stringifyEntityRef(entity);
  const kind = entity.kind.toLowerCase();
  return useQuery({
    queryKey: ['catalog', 'components-of', ref],
    queryFn: async () => {
      if (kind === 'component') return [entity];
      if (kind === 'system') {
        const entityRefs = partsOf(entity).slice(0, MAX_COMPONENTS);
        const { items } = await catalog.getEntitiesByRefs({ entityRefs });
        return items.flatMap(item => item ?? []);
      }
      if (kind !== 'group') return [];
      const filter = { kind: 'component', 'relations.ownedBy': ref };
      return (await catalog.getEntities({ filter, limit: MAX_COMPONENTS })).items;
    },
  });
}

function useTenantsOf(entity: Entity) {
  const api = useApi(tenantsApiRef);
  const ref = stringifyEntityRef(entity);
  return useQuery({
    queryKey: ['tenants', 'of', ref],
    queryFn: async ({ signal }) => {
      const { items } = await api.listTenants({ state: 'active' }, { signal });
      return items.filter(({ owner }) => owner === ref);
    },
    enabled: entity.kind.toLowerCase() === 'group',
  });
}

function combine(results: readonly UseQueryResult<Selected>[]) {
  return {
    answers: results.flatMap(({ data }) => data ?? []),
    pending: results.some(({ isPending, isError }) => isPending && !isError),
    error: results.find(({ error }) => error !== null)?.error ?? null,
  };
}

function useSelectedOf(components: readonly Entity[] = []) {
  const api = useApi(clustersApiRef);
  return useQueries({
    queries: components
      .flatMap(component => kubernetesSelection(component) ?? [])
      .map(selection => ({
        queryKey: ['clusters', 'selected', selection],
        queryFn: ({ signal }: { signal: AbortSignal }) => api.listSelected(selection, { signal }),
        staleTime: REFRESH_MS,
        refetchInterval: REFRESH_MS,
      })),
    combine,
  });
}

function onePerCluster(answers: readonly Selected[]) {
  const failures = answers.flatMap(answer => answer.failures);
  return [...new Map(failures.map(failure => [failure.cluster, failure])).values()];
}
