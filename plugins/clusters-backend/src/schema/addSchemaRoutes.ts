import type { RouteTable } from '@kubemate/http-node';
import type { KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import { kindSchema } from './kindSchema';

/** What the objects of a kind may hold. */
export function addSchemaRoutes(routes: RouteTable, { kube }: { kube: KubeService }): void {
  routes.json(clustersRoutes.getSchema, async ({ query, viewer }) => {
    const { cluster, apiVersion, kind } = query;
    const document = await kube.openApi(cluster, apiVersion, viewer);
    const at = apiVersion.indexOf('/');
    const group = at < 0 ? '' : apiVersion.slice(0, at);
    return kindSchema(document, { group, version: apiVersion.slice(at + 1), kind });
  });
}
