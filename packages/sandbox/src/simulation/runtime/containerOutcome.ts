import { parseQuantity } from '@kubemate/kube-common';
import type { Cluster } from '../Cluster';
import { CLAIMS } from '../objects/resources';
import type { Container, Pod } from '../objects/pod';
import type { ImageCatalog } from './ImageCatalog';

/** Annotation of a pod: how much its data takes on its volumes. */
export const DATA_SIZE = 'sandbox.kubemate.io/data-size';

const OOM_SECONDS = 75;
const DISK_FULL_SECONDS = 6;

/** How a container's run will end. */
export interface Ending {
  readonly seconds: number;
  readonly jitterSeconds: number;
  readonly exitCode: number;
  readonly reason: 'Completed' | 'Error' | 'OOMKilled';
  readonly message?: string;
  /** Why, for the log: what the program says at the end. */
  readonly cause: 'end' | 'out-of-memory' | 'disk-full';
}

function isOverLimit(container: Container, images: ImageCatalog): boolean {
  const limit = parseQuantity(container.resources?.limits?.memory);
  const use = parseQuantity(images.behaviourIn(container).memory);
  return limit !== undefined && use !== undefined && use > limit;
}

/** The claim that is smaller than the data the pod keeps in it. */
export function fullClaim(cluster: Cluster, pod: Pod, container: Container): string | undefined {
  const size = parseQuantity(pod.metadata.annotations?.[DATA_SIZE]);
  if (size === undefined) return undefined;
  const mounted = new Set((container.volumeMounts ?? []).map(mount => mount.name));
  return (pod.spec.volumes ?? [])
    .filter(volume => mounted.has(volume.name))
    .map(volume => volume.persistentVolumeClaim?.claimName)
    .find(claim => {
      if (claim === undefined) return false;
      const object = cluster.get(CLAIMS, `${pod.metadata.namespace}/${claim}`);
      const capacity = parseQuantity(object?.status?.capacity?.storage);
      return capacity !== undefined && capacity < size;
    });
}

/**
 * How the container's run will end, or undefined where it runs on. It follows from what the pod says (its image, its
 * memory limit, the size of its volumes), so that changing that mends it.
 */
export function containerEnding(
  cluster: Cluster,
  images: ImageCatalog,
  { pod, container }: { pod: Pod; container: Container },
): Ending | undefined {
  if (isOverLimit(container, images))
    return {
      seconds: OOM_SECONDS,
      jitterSeconds: 30,
      exitCode: 137,
      reason: 'OOMKilled',
      cause: 'out-of-memory',
    };
  if (fullClaim(cluster, pod, container) !== undefined)
    return {
      seconds: DISK_FULL_SECONDS,
      jitterSeconds: 2,
      exitCode: 1,
      reason: 'Error',
      cause: 'disk-full',
    };
  const { ends } = images.behaviourIn(container);
  if (ends === undefined) return undefined;
  return { ...ends, reason: ends.exitCode === 0 ? 'Completed' : 'Error', cause: 'end' };
}
