import { isError } from '@backstage/errors';
import { OutcomeUnknownError } from '@kubemate/kube-node';
import type { Clock } from '@kubemate/kube-node';
import { say } from '@kubemate/plugin-pipelines-common';
import type { PromotionFailure, RunningImage } from '@kubemate/plugin-pipelines-common';
import { enteredAt, pause } from './Delivery';
import type { Delivery, Execution } from './Delivery';
import { lookAt, refOf } from './lookAt';
import type { Look } from './lookAt';
import { CANCELLED_EARLY, changed, failed, putBack } from './promotionSteps';
import type { Step } from './promotionSteps';
import type { StoredPromotion } from './PromotionStore';
import { tell } from './tell';
import { cancelledBy, stopWhereStopped } from './stopping';

const RETRY_MS = 250;
/** Others write the same object all the time, its controller its status. */
const MAX_WRITES = 10;
/** Names the promotion on the workload, for whoever looks at the cluster. */
export const PROMOTION_ANNOTATION = 'kubemate.io/promotion';

/** Sets the image on the workload itself, as the person who asked. */
export class DirectDelivery implements Delivery {
  readonly #clock: Clock;

  constructor({ clock }: { clock: Clock }) {
    this.#clock = clock;
  }

  async forth(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const { before: from, after: to } = promotion;
    const written = await this.#write(promotion, { execution, from, to });
    if (written !== undefined) return failed(written);
    return { state: 'rolling-out', ...tell(say('set', { image: to.image })) };
  }

  async back(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const { after: from, before: to } = promotion;
    const written = await this.#write(promotion, { execution, from, to });
    return putBack(promotion, { refusal: written, done: say('setAgain', { image: to.image }) });
  }

  /** Sets an image where the other one is. Answers why it cannot be, or nothing where it is there. */
  async #write(
    promotion: StoredPromotion,
    { execution, from, to }: { execution: Execution; from: RunningImage; to: RunningImage },
  ): Promise<PromotionFailure | undefined> {
    const clock = this.#clock;
    const deadline = enteredAt(promotion) + promotion.timeoutMs;
    for (let writes = 0; ;) {
      const look = await lookAt(promotion, execution, to);
      if ('cause' in look) {
        if (look.cause !== 'unreachable' || clock.now() >= deadline) return look;
      } else if (look.workload.uid !== promotion.uid) {
        return changed(promotion, say('madeAnew'));
      } else if (look.image === to.image) {
        return undefined;
      } else if (look.image !== from.image) {
        return changed(promotion, say('runsOther', { image: look.image }));
      } else {
        const failure = await this.#patch(promotion, { execution, look, to: to.image });
        if (failure !== 'again') return failure;
        writes += 1;
        if (writes === MAX_WRITES) return changed(promotion, say('writtenAllTheTime'));
        await pause(execution, { clock, ms: RETRY_MS });
        continue;
      }
      await pause(execution, { clock });
    }
  }

  async #patch(
    promotion: StoredPromotion,
    { execution, look, to }: { execution: Execution; look: Look; to: string },
  ): Promise<PromotionFailure | 'again' | undefined> {
    const { workload, id, after } = promotion;
    const { kube, viewer, signal } = execution;
    stopWhereStopped(signal);
    if (cancelledBy(signal) && to === after.image) return CANCELLED_EARLY;
    const { container: name } = workload;
    const containers = [{ name, image: to }];
    const { resourceVersion } = look.workload;
    const value = {
      metadata: { resourceVersion, annotations: { [PROMOTION_ANNOTATION]: id } },
      spec: { template: { spec: { containers } } },
    };
    try {
      const patch = { type: 'strategic' as const, value };
      await kube.write({ ...refOf(promotion), verb: 'patch', patch }, viewer);
      return undefined;
    } catch (error) {
      if (error instanceof OutcomeUnknownError) return 'again';
      if (!isError(error)) throw error;
      if (error.name === 'ConflictError' || error.name === 'ServiceUnavailableError')
        return 'again';
      return { cause: 'refused', message: error.message };
    }
  }
}
