import { NotFoundError } from '@backstage/errors';
import type { RouteTable } from '@kubemate/http-node';
import type { KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import { ReleaseReader } from './ReleaseReader';

/** Helm releases without their values; those are given by an operation, which is recorded. */
export function addHelmRoutes(routes: RouteTable, { kube }: { kube: KubeService }): void {
  routes.json(clustersRoutes.listHelmReleases, async ({ query, viewer }) => {
    const known = kube.clusters().map(({ name }) => name);
    const unknown = query.clusters?.find(name => !known.includes(name));
    if (unknown !== undefined) throw new NotFoundError(`There is no cluster ${unknown}`);
    const reader = new ReleaseReader({ kube, viewer });
    const lists = await Promise.all((query.clusters ?? known).map(name => reader.list(name)));
    return {
      items: lists.flatMap(({ items }) => items),
      failures: lists.flatMap(({ failures }) => failures),
    };
  });
  routes.json(clustersRoutes.getHelmHistory, async ({ query, viewer }) => ({
    items: await new ReleaseReader({ kube, viewer }).history(query),
  }));
}
