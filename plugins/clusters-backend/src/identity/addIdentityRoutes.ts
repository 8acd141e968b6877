import type { RouteTable } from '@kubemate/http-node';
import { tokenExpiresAt } from '@kubemate/kube-common';
import type { Clock, KubeService } from '@kubemate/kube-node';
import { clustersRoutes } from '@kubemate/plugin-clusters-common';
import { identityOn } from './identityOn';

/** Who the caller is to the portal, and to each cluster. */
export function addIdentityRoutes(
  routes: RouteTable,
  deps: { kube: KubeService; clock: Clock },
): void {
  routes.json(clustersRoutes.listIdentities, async ({ viewer }) => {
    const { userEntityRef, ownershipEntityRefs, token } = viewer;
    const expiresAt = token === undefined ? undefined : tokenExpiresAt(token);
    return {
      userEntityRef,
      groupEntityRefs: ownershipEntityRefs.filter(ref => ref.startsWith('group:')),
      ...(expiresAt === undefined ? {} : { tokenExpiresAt: expiresAt }),
      items: await Promise.all(
        deps.kube.clusters().map(async cluster => ({
          cluster: cluster.name,
          title: cluster.title,
          identity: cluster.identity,
          answer: await identityOn(cluster, { ...deps, viewer }),
        })),
      ),
    };
  });
}
