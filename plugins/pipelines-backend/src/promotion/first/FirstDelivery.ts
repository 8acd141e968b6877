import { isError } from '@backstage/errors';
import type { KubeObject } from '@kubemate/kube-common';
import { getIfThere } from '@kubemate/kube-node';
import type { Clock } from '@kubemate/kube-node';
import type { Manifest } from '@kubemate/kustomize-node';
import { say } from '@kubemate/plugin-pipelines-common';
import type { PromotionFailure } from '@kubemate/plugin-pipelines-common';
import { enteredAt, pause } from '../promotions/Delivery';
import type { Delivery, Execution } from '../promotions/Delivery';
import { PROMOTION_ANNOTATION } from '../promotions/DirectDelivery';
import { CANCELLED_EARLY, changed, failed, putBack, undoing } from '../promotions/promotionSteps';
import type { Step } from '../promotions/promotionSteps';
import type { StoredPromotion } from '../promotions/PromotionStore';
import { cancelledBy, stopWhereStopped } from '../promotions/stopping';
import { tell } from '../promotions/tell';
import { refOfObject } from './tryFirst';

/** Worth another try: somebody else wrote at the same time, the server was away, or no answer came. */
const AGAIN = ['ConflictError', 'ServiceUnavailableError'];

const MAX_CONFLICTS = 5;

/**
 * Makes what a component is made of, where nothing of it ran. Each object that it makes names the promotion, by which the next process knows what is done, and
 * going back what to take away: what was there before stays.
 */
export class FirstDelivery implements Delivery {
  readonly #clock: Clock;

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  async forth(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const { creates = [], after } = promotion;
    let uid = '';
    for (const object of creates) {
      if (cancelledBy(execution.signal) && uid === '') return failed(CANCELLED_EARLY);
      const made = await this.#again(promotion, execution, () =>
        this.#make(object, promotion, execution),
      );
      // What is made by now is taken away again.
      if (isFailure(made)) return uid === '' ? failed(made) : undoing(made);
      uid = made.metadata.uid;
    }
    const count = creates.length;
    return { state: 'rolling-out', uid, ...tell(say('firstMade', { count, image: after.image })) };
  }

  async back(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const { creates = [], failure } = promotion;
    for (const object of [...creates].reverse()) {
      const gone = await this.#again(promotion, execution, () =>
        this.#takeAway(object, promotion, execution),
      );
      if (gone !== undefined) return putBack(promotion, { refusal: gone, done: '' });
    }
    return { state: 'rolled-back', failure, ...tell(say('firstTakenAway')) };
  }

  /** Looks first: another process may have made it. */
  async #make(
    object: Manifest,
    promotion: StoredPromotion,
    { kube, viewer }: Execution,
  ): Promise<KubeObject | PromotionFailure> {
    const { id, workload, creates = [] } = promotion;
    const ref = await refOfObject(object, { cluster: workload.cluster, kube, viewer });
    const there = await getIfThere(ref, { kube, viewer });
    if (there !== undefined && isOf(there, id)) return there;
    const isWorkload = object === creates.at(-1);
    if (there !== undefined && isWorkload) return changed(promotion, say('madeAnew'));
    const value = there === undefined ? named(object, id) : object;
    const patch = { type: 'apply' as const, value };
    const written = await kube.write({ ...ref, verb: 'patch', patch }, viewer);
    return written.object ?? (await kube.get(ref, viewer));
  }

  async #takeAway(
    object: Manifest,
    { id, workload }: StoredPromotion,
    { kube, viewer }: Execution,
  ): Promise<undefined> {
    const ref = await refOfObject(object, { cluster: workload.cluster, kube, viewer });
    const there = await getIfThere(ref, { kube, viewer });
    if (there === undefined || !isOf(there, id)) return undefined;
    const { uid } = there.metadata;
    await kube.write({ ...ref, verb: 'delete', preconditions: { uid } }, viewer);
    return undefined;
  }

  /** Until it is done or refused, for as long as a promotion may take. */
  async #again<T>(
    promotion: StoredPromotion,
    execution: Execution,
    work: () => Promise<T>,
  ): Promise<T | PromotionFailure> {
    const clock = this.#clock;
    const deadline = enteredAt(promotion) + promotion.timeoutMs;
    for (let conflicts = 0; ;) {
      stopWhereStopped(execution.signal);
      try {
        return await work();
      } catch (error) {
        if (!isError(error)) throw error;
        if (error.name === 'ConflictError') conflicts += 1;
        // Fields that somebody else manages stay a conflict however often it is tried.
        if (!AGAIN.includes(error.name) || conflicts === MAX_CONFLICTS)
          return { cause: 'refused', message: error.message };
        if (clock.now() >= deadline) return { cause: 'unreachable', message: error.message };
      }
      await pause(execution, { clock });
    }
  }
}

function isFailure(made: KubeObject | PromotionFailure): made is PromotionFailure {
  return 'cause' in made;
}

function named(object: Manifest, id: string): Manifest {
  const { metadata } = object;
  const annotations = { ...metadata.annotations, [PROMOTION_ANNOTATION]: id };
  return { ...object, metadata: { ...metadata, annotations } };
}

function isOf({ metadata }: KubeObject, id: string): boolean {
  return metadata.annotations?.[PROMOTION_ANNOTATION] === id;
}
