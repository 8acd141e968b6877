import { isError } from '@backstage/errors';
import { say } from '@kubemate/plugin-pipelines-common';
import type { PromotionFailure, RunningImage } from '@kubemate/plugin-pipelines-common';
import { failureOf } from './tell';
import { podEvidence } from '../environments/podEvidence';
import type { PodEvidence } from '../environments/podEvidence';
import { PODS, readWorkload, WORKLOADS } from '../environments/workloads';
import type { Workload } from '../environments/workloads';
import { parseImage } from '../imageRef';
import type { Execution } from './Delivery';
import { changed } from './promotionSteps';
import type { StoredPromotion } from './PromotionStore';

const MAX_PODS = 500;

/** What a look at the cluster says, or that there was none. */
export interface Look {
  readonly workload: Workload;
  readonly image: string;
  readonly pods: PodEvidence;
}

export function refOf({ workload }: StoredPromotion) {
  const { cluster, namespace, name, kind } = workload;
  return { cluster, resource: WORKLOADS[kind], namespace, name };
}

/** Looks at the workload, and at those of its pods that run an image. */
export async function lookAt(
  promotion: StoredPromotion,
  { kube, viewer }: Pick<Execution, 'kube' | 'viewer'>,
  wanted: RunningImage,
): Promise<Look | PromotionFailure> {
  const { workload: ref } = promotion;
  try {
    const workload = readWorkload(await kube.get(refOf(promotion), viewer), ref.kind);
    const container = workload.containers.find(({ name }) => name === ref.container);
    if (container === undefined) return changed(promotion, `it has no ${ref.container}`);
    const pods = { cluster: ref.cluster, resource: PODS, namespace: ref.namespace };
    const seen = (await kube.may({ ...pods, verb: 'list' }, viewer))
      ? await kube.list({ ...pods, labelSelector: workload.podSelector, limit: MAX_PODS }, viewer)
      : [];
    const image = runsImage(promotion, container.image, wanted) ? container.image : wanted.image;
    const evidence = podEvidence(seen, { container: ref.container, image });
    return { workload, image: container.image, pods: evidence };
  } catch (error) {
    if (!isError(error)) throw error;
    const { message } = error;
    if (error.name === 'NotFoundError') return changed(promotion, say('isGone'));
    if (error.name === 'ServiceUnavailableError') return { cause: 'unreachable', message };
    if (error.name === 'NotAllowedError' || error.name === 'AuthenticationError')
      return { cause: 'refused', message };
    throw error;
  }
}

/** Whether that is the image which is wanted. Through git it is written by others, who may leave the tag out beside a digest. */
export function runsImage(
  { git }: Pick<StoredPromotion, 'git'>,
  image: string,
  wanted: RunningImage,
): boolean {
  if (image === wanted.image || git === undefined) return image === wanted.image;
  const [one, other] = [parseImage(image), parseImage(wanted.image)];
  if (one.repository !== other.repository) return false;
  if (one.digest !== undefined || other.digest !== undefined) return one.digest === other.digest;
  return one.tag === other.tag;
}

export function problemOf(
  look: Look | PromotionFailure,
  { promotion, wanted }: { promotion: StoredPromotion; wanted: RunningImage },
): PromotionFailure | undefined {
  if ('cause' in look) return look;
  const { workload, image, pods } = look;
  if (workload.uid !== promotion.uid) return changed(promotion, say('madeAnew'));
  if (!runsImage(promotion, image, wanted)) return changed(promotion, say('runsOther', { image }));
  if (pods.hopeless !== undefined) return { cause: 'rollout-failed', message: `${pods.hopeless}.` };
  if (workload.rollout === 'failed') return rolloutFailed(workload);
  return undefined;
}

/** What is scaled to zero has nothing to roll out. */
export function isComplete({ rollout }: Workload): boolean {
  return rollout === 'complete' || rollout === 'idle';
}

/** With the cluster's own word for it. */
export function rolloutFailed({ rolloutReason }: Workload): PromotionFailure {
  const why = rolloutReason === undefined ? say('rolloutFailed') : `${rolloutReason}.`;
  return failureOf('rollout-failed', why);
}
