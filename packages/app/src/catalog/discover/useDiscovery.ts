import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { clustersApiRef } from '@kubemate/plugin-clusters';
import { repositoriesApiRef } from '@kubemate/plugin-repositories';
import { parseRepositoryUrl, type RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { useQuery } from '@tanstack/react-query';

const REFRESH_MS = 15_000;
/** Where the catalog looks in a repository of the portal. */
export const CATALOG_FILE = 'catalog-info.yaml';

/** What runs and is in no component. */
export function useDiscovery(clusters: readonly string[]) {
  const client = useApi(clustersApiRef);
  const query = clusters.length === 0 ? {} : { clusters: [...clusters] };
  return useQuery({
    queryKey: ['clusters', 'discovery', query],
    queryFn: ({ signal }) => client.discover(query, { signal }),
    refetchInterval: REFRESH_MS,
    staleTime: REFRESH_MS,
  });
}

/** Names of all clusters that are known, for the filter. */
export function useClusterNames() {
  const client = useApi(clustersApiRef);
  const { data } = useQuery({
    queryKey: ['clusters', 'list'],
    queryFn: ({ signal }) => client.listClusters({ signal }),
    staleTime: REFRESH_MS,
  });
  return data?.items.map(({ name, title }) => ({ value: name, title: title ?? name })) ?? [];
}

/** Repositories of the portal that the person may write to. */
export function useRepositories() {
  const client = useApi(repositoriesApiRef);
  const { data } = useQuery({
    queryKey: ['repositories', 'list'],
    queryFn: ({ signal }) => client.listRepositories({ signal }),
    staleTime: REFRESH_MS,
  });
  return data?.items.filter(({ may }) => may.write) ?? [];
}

/** The catalog's file of a repository, and the commit that it was read of; both absent where there is none yet. */
export function useCatalogFile(place: RepositoryPlace | undefined) {
  const client = useApi(repositoriesApiRef);
  return useQuery({
    queryKey: ['repositories', 'catalog-file', place],
    enabled: place !== undefined,
    queryFn: async ({ signal }) => {
      if (place === undefined) return {};
      const { head } = await client.getRepository(place, { signal });
      if (head === undefined) return {};
      const root = await client.readFiles(place, { ref: head.id }, { signal });
      if (!root.items.some(({ path }) => path === CATALOG_FILE)) return { head: head.id };
      const { file } = await client.readFiles(
        place,
        { ref: head.id, path: CATALOG_FILE },
        { signal },
      );
      return { head: head.id, text: file?.content };
    },
  });
}

/** Where a component is described: in a repository of the portal, or at an address elsewhere. */
export function useSource(component: string | undefined) {
  const catalog = useApi(catalogApiRef);
  const { data } = useQuery({
    queryKey: ['catalog', 'source', component],
    enabled: component !== undefined,
    queryFn: async () => {
      const entity = await catalog.getEntityByRef(parseEntityRef(component ?? ''));
      const { annotations = {} } = entity?.metadata ?? {};
      const location = annotations['backstage.io/managed-by-location'] ?? '';
      const place = location.startsWith('url:')
        ? parseRepositoryUrl(location.slice('url:'.length))
        : undefined;
      return { place, location };
    },
  });
  return data;
}
