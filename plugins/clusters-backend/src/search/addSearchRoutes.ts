import type { Clock, KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import type { RouteTable } from '@kubemate/http-node';
import { searchObjects } from './searchObjects';

/** The palette's question. */
export function addSearchRoutes(
  routes: RouteTable,
  { kube, clock }: { kube: KubeService; clock: Clock },
): void {
  routes.json(clustersRoutes.search, ({ query, viewer }) =>
    searchObjects(query, { kube, viewer, clock }),
  );
}
