import type { KubeObject } from '@kubemate/kube-common';
import type { Phrase } from '@kubemate/operations-common';
import { sayObject } from '@kubemate/plugin-clusters-common';
import { z } from 'zod';

const MIRROR = 'kubernetes.io/config.mirror';

const podSchema = z
  .looseObject({
    spec: z
      .looseObject({
        volumes: z.array(z.looseObject({ emptyDir: z.unknown().optional() })).optional(),
      })
      .catch({}),
    status: z.looseObject({ phase: z.string().optional() }).catch({}),
  })
  .catch({ spec: {}, status: {} });

interface PodWithReason {
  readonly pod: KubeObject;
  readonly why: Phrase;
}

export interface DrainChoices {
  readonly force: boolean;
  readonly deleteEmptyDirData: boolean;
  readonly ignoreDaemonSets: boolean;
}

/** What a drain does with each pod of a node, by the rules of `kubectl drain`. */
export function podsInTheWay(
  pods: readonly KubeObject[],
  choices: DrainChoices,
): {
  readonly evictable: readonly KubeObject[];
  /** Stays on the node, and does not matter. */
  readonly left: readonly PodWithReason[];
  /** Has to be decided on before anything is evicted. */
  readonly inTheWay: readonly PodWithReason[];
} {
  const evictable: KubeObject[] = [];
  const left: PodWithReason[] = [];
  const inTheWay: PodWithReason[] = [];
  for (const pod of pods) {
    const { metadata } = pod;
    const { spec, status } = podSchema.parse(pod);
    const owner = metadata.ownerReferences?.find(each => each.controller);
    const isDone = status.phase === 'Succeeded' || status.phase === 'Failed';
    const hasLocalData = spec.volumes?.some(volume => volume.emptyDir !== undefined) ?? false;
    if (metadata.annotations?.[MIRROR] !== undefined)
      left.push({ pod, why: sayObject('isStatic') });
    else if (owner?.kind === 'DaemonSet' && choices.ignoreDaemonSets)
      left.push({ pod, why: sayObject('daemonSetStarts') });
    else if (owner?.kind === 'DaemonSet') inTheWay.push({ pod, why: sayObject('isOfDaemonSet') });
    else if (isDone) evictable.push(pod);
    else if (owner === undefined && !choices.force)
      inTheWay.push({ pod, why: sayObject('nobodyStarts') });
    else if (hasLocalData && !choices.deleteEmptyDirData)
      inTheWay.push({ pod, why: sayObject('hasLocalData') });
    else evictable.push(pod);
  }
  return { evictable, left, inTheWay };
}
