import type { Clock, KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import type { RouteTable } from '@kubemate/http-node';
import { FleetReader } from './FleetReader';

/** The fleet, and one cluster of it, at a glance. */
export function addFleetRoutes(
  routes: RouteTable,
  deps: { kube: KubeService; clock: Clock },
): void {
  const fleet = new FleetReader(deps);
  routes.json(clustersRoutes.getFleet, ({ viewer }) => fleet.fleet(viewer));
  routes.json(clustersRoutes.getClusterSummary, ({ query, viewer }) =>
    fleet.cluster(query.cluster, viewer),
  );
  routes.json(clustersRoutes.listNodes, ({ query, viewer }) => fleet.nodes(query.cluster, viewer));
}
