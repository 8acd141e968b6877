import type { KubeObject } from '@kubemate/kube-common';
import { z } from 'zod';
import { digestOfImageId, parseImage } from '../imageRef';

/** Reasons for which a container waits that no time cures. */
const HOPELESS = new Set([
  'CrashLoopBackOff',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'CreateContainerConfigError',
  'CreateContainerError',
  'RunContainerError',
]);

const statusSchema = z.looseObject({
  name: z.string(),
  imageID: z.string().optional(),
  ready: z.boolean().default(false),
  restartCount: z.number().default(0),
  state: z
    .looseObject({
      waiting: z
        .looseObject({ reason: z.string().optional(), message: z.string().optional() })
        .optional(),
      running: z.looseObject({}).optional(),
    })
    .default({}),
});
const podSchema = z.looseObject({
  spec: z.looseObject({
    containers: z.array(z.looseObject({ name: z.string(), image: z.string().optional() })),
  }),
  status: z
    .looseObject({ containerStatuses: z.array(statusSchema).default([]) })
    .default({ containerStatuses: [] }),
});

/** The container of pods that run one image. */
export interface PodScope {
  readonly container: string;
  /** As the workload says it. */
  readonly image: string;
}

export interface PodEvidence {
  /** What the pods have pulled; absent where none says so, or they differ. */
  readonly digest?: string;
  /** Why one of them will not come up, with its name. */
  readonly hopeless?: string;
  /** How often the containers of these pods have been started again, all together. */
  readonly restarts: number;
}

/** What the pods of an image tell about it; pods of other revisions are left out. */
export function podEvidence(pods: readonly KubeObject[], scope: PodScope): PodEvidence {
  const digests = new Set<string>();
  let hopeless: string | undefined;
  let restarts = 0;
  for (const pod of pods) {
    if (pod.metadata.deletionTimestamp !== undefined) continue;
    const { spec, status } = podSchema.parse(pod);
    const own = spec.containers.find(({ name }) => name === scope.container);
    if (own?.image !== scope.image) continue;
    for (const { name, imageID, restartCount, state } of status.containerStatuses) {
      restarts += restartCount;
      const { reason, message } = state.waiting ?? {};
      if (reason !== undefined && HOPELESS.has(reason))
        hopeless ??= `${pod.metadata.name}: ${reason}${message === undefined ? '' : `, ${message.slice(0, 300)}`}`;
      const digest = name === scope.container ? digestOfImageId(imageID) : undefined;
      if (digest !== undefined) digests.add(digest);
    }
  }
  const [digest] = digests;
  // A tag that was pushed again: pods of the same image run different ones.
  const pinned = parseImage(scope.image).digest ?? (digests.size === 1 ? digest : undefined);
  return { digest: pinned, hopeless, restarts };
}
