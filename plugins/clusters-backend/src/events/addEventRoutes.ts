import type { KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import type { RouteTable } from '@kubemate/http-node';
import { listObjectEvents } from './listObjectEvents';

/** Events of one object, and of what it owns. */
export function addEventRoutes(routes: RouteTable, { kube }: { kube: KubeService }): void {
  routes.json(clustersRoutes.listEvents, async ({ query, viewer }) => {
    const { owned, ...ref } = query;
    return await listObjectEvents({ ref, owned }, { kube, viewer });
  });
}
