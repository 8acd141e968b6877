import type { RouteTable } from '@kubemate/http-node';
import type { Clock, KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import { TopologyReader } from './TopologyReader';

/** How the objects of namespaces hang together. */
export function addTopologyRoutes(
  routes: RouteTable,
  deps: { kube: KubeService; clock: Clock },
): void {
  const reader = new TopologyReader(deps);
  routes.json(clustersRoutes.getTopology, async ({ query, viewer }) => {
    const { since, ...place } = query;
    const topology = await reader.read(place, viewer);
    return topology.version === since
      ? { ...topology, unchanged: true, nodes: [], edges: [] }
      : { ...topology, unchanged: false };
  });
}
