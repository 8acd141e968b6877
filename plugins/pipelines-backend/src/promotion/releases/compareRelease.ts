import { isError } from '@backstage/errors';
import type { KubeService, Viewer } from '@kubemate/kube-node';
import type { ConfigDifference, Release } from '@kubemate/plugin-pipelines-common';
import { compareConfig } from '../environments/compareConfig';
import type { Found } from '../environments/EnvironmentReader';
import { readWorkload, REPLICA_SETS } from '../environments/workloads';
import { isSameImage, parseImage } from '../imageRef';

const MAX_REVISIONS = 200;

/**
 * In what the workload differs from an earlier release, from now to then. What the release was made of is read from the ReplicaSet that the cluster still
 * has of it; the portal keeps no configuration.
 */
export async function compareRelease(
  release: Release,
  { found, kube, viewer }: { found: Found; kube: KubeService; viewer: Viewer },
): Promise<{ differences: ConfigDifference[]; isPartial: boolean }> {
  const { workload, container } = found;
  const now = { container, replicas: workload.replicas.wanted };
  const replicas = release.replicas === 0 ? now.replicas : release.replicas;
  const then = await earlierContainer(release, { found, kube, viewer });
  if (then !== undefined)
    return { differences: compareConfig(now, { container: then, replicas }), isPartial: false };
  const image = { ...container, image: release.image.image };
  return { differences: compareConfig(now, { container: image, replicas }), isPartial: true };
}

async function earlierContainer(
  release: Release,
  { found, kube, viewer }: { found: Found; kube: KubeService; viewer: Viewer },
) {
  const { ref, workload } = found;
  const { cluster, namespace, kind } = ref;
  if (kind !== 'Deployment') return undefined;
  try {
    const sets = await kube.list(
      {
        ...{ cluster, namespace, resource: REPLICA_SETS, limit: MAX_REVISIONS },
        labelSelector: workload.podSelector,
      },
      viewer,
    );
    return sets
      .filter(({ metadata }) => metadata.ownerReferences?.some(({ uid }) => uid === workload.uid))
      .sort((left, right) =>
        right.metadata.creationTimestamp.localeCompare(left.metadata.creationTimestamp),
      )
      .flatMap(set => readWorkload(set, 'Deployment').containers)
      .find(({ name, image }) => name === ref.container && isOf(image, release));
  } catch (error) {
    if (isError(error) && error.name === 'NotAllowedError') return undefined;
    throw error;
  }
}

function isOf(image: string, release: Release): boolean {
  return image === release.image.image || isSameImage(parseImage(image), release.image);
}
