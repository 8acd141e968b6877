import type { KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import { ClusterReader } from '../ClusterReader';
import type { RouteTable } from '@kubemate/http-node';
import { findRelated } from './findRelated';

/** What an object has to do with others. */
export function addRelatedRoutes(routes: RouteTable, { kube }: { kube: KubeService }): void {
  routes.json(clustersRoutes.listRelated, async ({ query, viewer }) => {
    const [object, reader] = await Promise.all([
      kube.get(query, viewer),
      ClusterReader.create(query.cluster, { kube, viewer }),
    ]);
    const items = await findRelated({ ref: query, object, reader });
    return { items, failures: reader.failures };
  });
}
