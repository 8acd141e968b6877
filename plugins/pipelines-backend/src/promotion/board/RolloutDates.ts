import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { Found } from '../environments/EnvironmentReader';
import { REPLICA_SETS } from '../environments/workloads';

/** Tells since when a workload runs its image where the portal did not set it: since its ReplicaSet was made. */
export class RolloutDates {
  readonly #kube: KubeService;

  constructor(kube: KubeService) {
    this.#kube = kube;
  }

  /** Undefined where nothing tells. */
  async since({ ref, container }: Found, viewer: Viewer): Promise<number | undefined> {
    if (ref.kind !== 'Deployment') return undefined;
    const { cluster, namespace, name } = ref;
    const { items } = await this.#kube.allRows(
      { clusters: [cluster], resource: REPLICA_SETS, namespaces: [namespace], search: name },
      viewer,
    );
    const own = items
      .filter(({ owner }) => owner?.kind === 'Deployment' && owner.name === name)
      .sort((left, right) => right.created - left.created);
    // Newer revisions with the same image changed something else.
    let since: number | undefined;
    for (const { cells, created } of own) {
      if (
        !String(cells.images ?? '')
          .split(',')
          .includes(container.image)
      )
        break;
      since = created;
    }
    return since;
  }
}
