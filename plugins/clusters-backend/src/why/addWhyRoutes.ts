import { explain, gatherWhyInput, projectorFor } from '@kubemate/kube-common';
import type { Clock, KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import type { RouteTable } from '@kubemate/http-node';
import { WhyReader } from './WhyReader';

/** Why an object is not healthy, by what the viewer may read of it and around it. */
export function addWhyRoutes(
  routes: RouteTable,
  { kube, clock }: { kube: KubeService; clock: Clock },
): void {
  routes.json(clustersRoutes.explain, async ({ query, viewer, signal }) => {
    const { cluster, resource } = query;
    const object = await kube.get(query, viewer);
    const reader = new WhyReader({ kube, viewer, cluster, clock, signal });
    const now = clock.now();
    const { input, gaps } = await gatherWhyInput({
      object,
      now,
      ask: request => reader.ask(request),
    });
    const { health } = projectorFor(resource).project(object, cluster);
    return { health, findings: explain(input), gaps, asOf: now };
  });
}
