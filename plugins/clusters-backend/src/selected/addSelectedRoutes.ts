import { formatResourceId } from '@kubemate/kube-common';
import type { RouteTable } from '@kubemate/http-node';
import type { KubeService } from '@kubemate/kube-node';
import {
  clustersRoutes,
  MAX_SELECTED,
  RUNNING_KINDS,
  SELECTED_KINDS,
} from '@kubemate/plugin-clusters-common';
import { mergeFailures } from '../mergeFailures';

/** What a label selector finds over kinds and clusters, in one answer: what a page of the catalog asks. */
export function addSelectedRoutes(routes: RouteTable, { kube }: { kube: KubeService }): void {
  routes.json(clustersRoutes.listSelected, async ({ query: { running, ...where }, viewer }) => {
    const kinds = running ? RUNNING_KINDS : SELECTED_KINDS;
    const pages = await Promise.all(
      kinds.map(async ({ kind, ...resource }) => {
        const question = { resource, ...where, sort: 'cluster', limit: MAX_SELECTED };
        return { kind, resource, page: await kube.rows(question, viewer) };
      }),
    );
    return {
      kinds: pages.map(({ kind, resource, page }) => ({
        resource: formatResourceId(resource),
        kind,
        total: page.total,
        items: page.items.map(({ cluster, namespace, name, health, reason }) => ({
          ...{ cluster, namespace, name, health, reason },
        })),
      })),
      failures: mergeFailures(pages.flatMap(({ page }) => page.failures)),
      asOf: Math.min(...pages.map(({ page }) => page.asOf)),
    };
  });
}
