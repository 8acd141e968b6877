import { batchLogEvents } from '@kubemate/kube-node';
import type { Clock, KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import type { RouteTable } from '@kubemate/http-node';
import { readLogs } from './readLogs';

/** Logs of a pod or a workload. */
export function addLogRoutes(
  routes: RouteTable,
  { kube, clock }: { kube: KubeService; clock: Clock },
): void {
  routes.stream(clustersRoutes.streamLogs, async function* streamLogs({ query, viewer, signal }) {
    const lines = readLogs(query, { kube, viewer, signal });
    for await (const event of batchLogEvents(lines, { clock })) yield JSON.stringify(event);
  });
}
