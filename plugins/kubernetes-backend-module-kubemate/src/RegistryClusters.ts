import { ANNOTATION_KUBERNETES_AUTH_PROVIDER } from '@backstage/plugin-kubernetes-common';
import type { ClusterDetails, KubernetesClustersSupplier } from '@backstage/plugin-kubernetes-node';
import type { ClusterState, KubeService } from '@kubemate/kube-node';
import { AUTH_PROVIDER } from './closedParts';

/** The clusters that the portal has now, without a credential: nothing of Backstage's plugin connects to them. */
export class RegistryClusters implements KubernetesClustersSupplier {
  readonly #kube: Pick<KubeService, 'clusters'>;

  constructor(kube: Pick<KubeService, 'clusters'>) {
    this.#kube = kube;
  }

  async getClusters(): Promise<ClusterDetails[]> {
    return this.#kube.clusters().map(cluster => ({
      ...clusterLook(cluster),
      url: `https://${cluster.server}`,
      authMetadata: { [ANNOTATION_KUBERNETES_AUTH_PROVIDER]: AUTH_PROVIDER },
    }));
  }
}

/** How a cluster is shown, and the formatter that links to an object's page in the portal. */
export function clusterLook({ name, title }: Pick<ClusterState, 'name' | 'title'>) {
  return { name, title, dashboardApp: 'kubemate', dashboardParameters: { cluster: name } };
}
