import { InputError } from '@backstage/errors';
import type { RouteTable } from '@kubemate/http-node';
import type { KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import { stringify } from 'yaml';
import { z } from 'zod';
import { changedSince } from './mergePatch';
import { listRevisions } from './rollbackWorkload';

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];

const containersSchema = z
  .looseObject({
    spec: z.looseObject({ containers: z.array(z.looseObject({ image: z.string().optional() })) }),
  })
  .catch({ spec: { containers: [] } });

/** What a workload can be rolled back to. */
export function addRevisionRoutes(routes: RouteTable, { kube }: { kube: KubeService }): void {
  routes.json(clustersRoutes.listRevisions, async ({ query, viewer }) => {
    const workload = await kube.get(query, viewer);
    if (!WORKLOADS.includes(workload.kind))
      throw new InputError(`A ${workload.kind} has no revisions; ${WORKLOADS.join(', ')} have`);
    const { cluster } = query;
    const revisions = await listRevisions(workload, { cluster, kube, viewer });
    const items = revisions.map(({ template, ...revision }) => {
      const { containers } = containersSchema.parse(template).spec;
      return {
        ...revision,
        images: containers.map(({ image }) => image ?? ''),
        template: stringify(template, { lineWidth: 0 }),
        current: changedSince(workload.spec, { template }).length === 0,
      };
    });
    return { items };
  });
}
