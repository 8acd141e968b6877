import { formatResourceId } from '@kubemate/kube-common';
import type { KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import type { RouteTable } from '@kubemate/http-node';

/** Clusters, their resource types, and single objects, as the kube service gives them. */
export function addClusterRoutes(routes: RouteTable, { kube }: { kube: KubeService }): void {
  routes.json(clustersRoutes.listClusters, async () => ({ items: kube.clusters() }));

  routes.json(clustersRoutes.listResources, async ({ query, viewer }) => {
    const resources = await kube.resources(query.cluster, viewer);
    return {
      items: resources.map(type => ({
        resource: formatResourceId(type),
        group: type.group,
        version: type.version,
        plural: type.plural,
        kind: type.kind,
        singular: type.singular,
        namespaced: type.namespaced,
        shortNames: type.shortNames,
        categories: type.categories,
        custom: type.custom,
        columns: type.columns,
        verbs: type.allowedVerbs,
      })),
    };
  });

  routes.json(clustersRoutes.getObject, async ({ query, viewer }) => {
    const { metadata, ...object } = await kube.get(query, viewer);
    return { ...object, metadata: { ...metadata } };
  });
}
