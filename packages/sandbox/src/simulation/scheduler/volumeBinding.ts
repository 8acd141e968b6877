import type { Cluster } from '../Cluster';
import type { PersistentVolumeClaim } from '../objects/node';
import { CLAIMS, STORAGE_CLASSES, VOLUMES } from '../objects/resources';
import type { Pod } from '../objects/pod';
import { matchesTerm } from './nodeMatching';
import type { NodeState } from './NodeSnapshot';

/** Names the node a claim is wanted on, so that the provisioner may make the volume there. */
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

export interface PodClaims {
  /** Why no node will do, before any node is looked at. */
  readonly refusal?: string;
  /** Claims that wait for the pod's node to be chosen. */
  readonly unbound: readonly PersistentVolumeClaim[];
  /** Claims with a volume. */
  readonly bound: readonly PersistentVolumeClaim[];
}

/** Looks up the pod's claims as the scheduler's VolumeBinding plugin does. */
export function podClaims(cluster: Cluster, pod: Pod): PodClaims {
  const unbound: PersistentVolumeClaim[] = [];
  const bound: PersistentVolumeClaim[] = [];
  for (const volume of pod.spec.volumes ?? []) {
    const name = volume.persistentVolumeClaim?.claimName;
    if (name === undefined) continue;
    const claim = cluster.get(CLAIMS, `${pod.metadata.namespace}/${name}`);
    if (claim === undefined)
      return { refusal: `persistentvolumeclaim "${name}" not found`, unbound, bound };
    if (claim.spec.volumeName !== undefined && claim.status?.phase === 'Bound') {
      bound.push(claim);
      continue;
    }
    const storage = cluster.get(STORAGE_CLASSES, claim.spec.storageClassName ?? '');
    if (storage?.volumeBindingMode !== 'WaitForFirstConsumer')
      return { refusal: 'pod has unbound immediate PersistentVolumeClaims', unbound, bound };
    unbound.push(claim);
  }
  return { unbound, bound };
}

/** Whether the volumes the pod already has can be reached from the node. */
export function reachesVolumes(
  cluster: Cluster,
  { node }: NodeState,
  claims: readonly PersistentVolumeClaim[],
): boolean {
  return claims.every(claim => {
    const volume = cluster.get(VOLUMES, claim.spec.volumeName ?? '');
    const terms = volume?.spec?.nodeAffinity?.required?.nodeSelectorTerms;
    return terms === undefined || terms.some(term => matchesTerm(node, term));
  });
}
