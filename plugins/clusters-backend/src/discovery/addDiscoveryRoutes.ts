import type { CatalogService } from '@backstage/plugin-catalog-node';
import type { RouteTable } from '@kubemate/http-node';
import { formatResourceId } from '@kubemate/kube-common';
import type { Clock, KubeService } from '@kubemate/kube-node';
import { clustersRoutes, DISCOVERED_KINDS, MAX_PROPOSALS } from '@kubemate/plugin-clusters-common';
import { mergeFailures } from '../mergeFailures';
import { namespaceOwners, proposeComponents, type Workload } from './proposeComponents';

const FIELDS = ['kind', 'metadata.name', 'metadata.namespace', 'metadata.annotations', 'relations'];

/** What runs and is not in the catalog. Both sides are read as the person: what they may not see is neither missing nor known. */
export function addDiscoveryRoutes(
  routes: RouteTable,
  { kube, catalog, clock }: { kube: KubeService; catalog: CatalogService; clock: Clock },
): void {
  routes.json(clustersRoutes.discover, async ({ query, viewer, credentials }) => {
    const [lists, { items: entities }] = await Promise.all([
      Promise.all(
        DISCOVERED_KINDS.map(async ({ kind, ...resource }) => {
          const { items, failures } = await kube.allRows({ resource, ...query }, viewer);
          const workloads = items.flatMap(({ namespace, owner, ...row }): Workload[] =>
            // What another object made is part of that one.
            namespace === undefined || owner !== undefined
              ? []
              : [{ row: { ...row, namespace }, kind, resource: formatResourceId(resource) }],
          );
          return { workloads, failures };
        }),
      ),
      catalog.getEntities(
        {
          filter: [
            { kind: 'Component' },
            { kind: 'Resource', 'spec.type': 'kubernetes-namespace' },
          ],
          fields: FIELDS,
        },
        { credentials },
      ),
    ]);
    const isComponent = ({ kind }: { kind: string }) => kind.toLowerCase() === 'component';
    const { proposals, claimed } = proposeComponents(
      lists.flatMap(({ workloads }) => workloads),
      {
        components: entities.filter(isComponent),
        ownerOf: namespaceOwners(entities.filter(entity => !isComponent(entity))),
      },
    );
    return {
      proposals: proposals.slice(0, MAX_PROPOSALS),
      ...{ total: proposals.length, claimed, asOf: clock.now() },
      failures: mergeFailures(lists.flatMap(({ failures }) => failures)),
    };
  });
}
