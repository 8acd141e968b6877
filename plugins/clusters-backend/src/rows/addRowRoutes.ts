import type { KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import type { RouteTable } from '@kubemate/http-node';

/** The rows of the shared cache that the viewer may see, as a page and live. */
export function addRowRoutes(routes: RouteTable, { kube }: { kube: KubeService }): void {
  routes.json(clustersRoutes.listRows, ({ query, viewer }) => kube.rows(query, viewer));

  routes.stream(clustersRoutes.watchRows, async function* watchRows({ query, viewer, signal }) {
    for await (const { json } of kube.watchRows(query, viewer, { signal })) yield json;
  });
}
