import type { Clock } from '@kubemate/kube-node';
import { say } from '@kubemate/plugin-pipelines-common';
import type { PromotionFailure } from '@kubemate/plugin-pipelines-common';
import { podEvidence } from '../environments/podEvidence';
import { PODS, readWorkload, WORKLOADS } from '../environments/workloads';
import type { Delivery, Execution } from '../promotions/Delivery';
import { enteredAt, pause } from '../promotions/Delivery';
import type { DirectDelivery } from '../promotions/DirectDelivery';
import { rolloutFailed } from '../promotions/lookAt';
import { CANCELLED, give, putBack, seconds, undoing } from '../promotions/promotionSteps';
import { failureOf, sentenceOf, tell } from '../promotions/tell';
import type { Step } from '../promotions/promotionSteps';
import type { PromotionStore, StoredPromotion } from '../promotions/PromotionStore';
import { cancelledBy } from '../promotions/stopping';
import { NextVersion } from './NextVersion';
import { replicasFor } from './strategy';
import type { MetricChecks } from '../metrics/MetricChecks';

const MAX_PODS = 500;

type CanaryPromotion = StoredPromotion & {
  readonly canary: NonNullable<StoredPromotion['canary']>;
};

export interface CanaryDeliveryOptions {
  readonly direct: DirectDelivery;
  readonly promotions: PromotionStore;
  readonly metrics: MetricChecks;
  readonly clock: Clock;
}

/**
 * Has a second Deployment run the new image and gives it its share of the requests, step by step. Only when all steps have gone well the workload itself
 * gets the image; whatever fails before takes the requests back first, and then everything that was made.
 */
export class CanaryDelivery implements Delivery {
  readonly #options: CanaryDeliveryOptions;

  constructor(options: CanaryDeliveryOptions) {
    this.#options = options;
  }

  async forth(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const own = canaryPromotion(promotion);
    const { canary } = own;
    if (promotion.state === 'setting') return shifting(canary, 0);
    const stopped = await this.#stopped(promotion, execution);
    if (stopped !== undefined) return stopped;
    return canary.since === undefined ? this.#shift(own, execution) : this.#hold(own, execution);
  }

  async back(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const own = canaryPromotion(promotion);
    const next = new NextVersion(own, execution);
    const refusal = await this.#persist(own, execution, () => next.remove());
    if (refusal !== undefined) return putBack(promotion, { refusal, done: '' });
    const step = await this.#options.direct.back(promotion, execution);
    return { ...step, canary: { ...own.canary, weight: 0 } };
  }

  /** After all went well: the requests go to the workload itself again, which runs the new image by now. */
  async clean(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const own = canaryPromotion(promotion);
    const next = new NextVersion(own, execution);
    const refusal = await this.#persist(own, execution, () => next.remove());
    const { image } = own.after;
    const { next: name } = own.canary;
    const said =
      refusal === undefined
        ? say('stayedWell', { image })
        : say('leftBehind', { image, next: name, reason: sentenceOf(refusal) });
    return { state: 'succeeded', ...tell(said) };
  }

  /** By who began it, or by somebody else who may. */
  async #stopped({ id }: StoredPromotion, { signal }: Execution): Promise<Step | undefined> {
    if (cancelledBy(signal)) return undoing(CANCELLED);
    return (await this.#options.promotions.steering(id)) === 'abort'
      ? undoing(failureOf('cancelled', say('aborted')))
      : undefined;
  }

  /** Enough replicas for the step, and then its share of the requests. */
  async #shift(promotion: CanaryPromotion, execution: Execution): Promise<Step> {
    const { clock } = this.#options;
    const { canary, timeoutMs } = promotion;
    const step = canary.steps[canary.step];
    if (step === undefined) return undoing(failureOf('refused', say('noSuchStep')));
    const next = new NextVersion(promotion, execution);
    const replicas = replicasFor(canary, { step: canary.step, wanted: canary.replicas });
    const refusal = await this.#persist(promotion, execution, () => next.ensure(replicas));
    if (refusal !== undefined) return undoing(refusal);
    const deadline = stepBegun(promotion) + timeoutMs;
    for (;;) {
      const stopped = await this.#stopped(promotion, execution);
      if (stopped !== undefined) return stopped;
      const look = await this.#look(promotion, execution);
      if (look === 'ready') break;
      if (look !== 'waiting' && look.cause !== 'unreachable') return undoing(look);
      if (clock.now() >= deadline)
        return undoing(
          failureOf('rollout-timeout', say('notReady', { seconds: seconds(timeoutMs) })),
        );
      await pause(execution, { clock });
    }
    const unshifted = await this.#persist(promotion, execution, () => next.give(step.weight));
    if (unshifted !== undefined) return undoing(unshifted);
    return {
      state: 'shifting',
      ...tell(say('shareGiven', { weight: step.weight, image: promotion.after.image })),
      canary: { ...canary, weight: step.weight, since: clock.now() },
    };
  }

  /** As long as the step says the new version has to do well. */
  async #hold(promotion: CanaryPromotion, execution: Execution): Promise<Step> {
    const { clock, promotions, direct } = this.#options;
    const { canary, id } = promotion;
    const { pauseMs = 0 } = canary.steps[canary.step] ?? {};
    const until = (canary.since ?? 0) + pauseMs;
    let isHurried = false;
    while (clock.now() < until) {
      const stopped = await this.#stopped(promotion, execution);
      if (stopped !== undefined) return stopped;
      isHurried = (await promotions.steering(id)) === 'now';
      if (isHurried) break;
      const look = await this.#look(promotion, execution);
      if (typeof look === 'object' && look.cause !== 'unreachable') return undoing(look);
      await pause(execution, { clock });
    }
    isHurried ||= (await promotions.steering(id)) === 'now';
    const failure = isHurried ? undefined : await this.#measure(promotion, execution);
    if (failure !== undefined) return undoing(failure);
    if (!isHurried && canary.step + 1 < canary.steps.length)
      return shifting(canary, canary.step + 1);
    const step = await direct.forth(promotion, execution);
    return step.failure === undefined ? step : give(step.failure);
  }

  /** What the metrics of the step say; until one says so, nothing is well. */
  async #measure(
    promotion: CanaryPromotion,
    execution: Execution,
  ): Promise<PromotionFailure | undefined> {
    const { clock, metrics } = this.#options;
    const { canary, workload, timeoutMs } = promotion;
    const { metrics: names = [], pauseMs = 0 } = canary.steps[canary.step] ?? {};
    const deadline = (canary.since ?? 0) + pauseMs + timeoutMs;
    for (const name of names)
      for (;;) {
        if (cancelledBy(execution.signal)) return CANCELLED;
        const place = { ...workload, name: canary.next };
        const { state, said } = await metrics.judge(name, place, execution.viewer);
        if (state === 'passed') break;
        if (state === 'failed') return failureOf('unhealthy', said);
        if (clock.now() >= deadline) return failureOf('unhealthy', said);
        await pause(execution, { clock });
      }
    return undefined;
  }

  /** How the Deployment of the new version does. */
  async #look(
    { workload, canary, after }: CanaryPromotion,
    { kube, viewer }: Execution,
  ): Promise<'ready' | 'waiting' | PromotionFailure> {
    const { cluster, namespace, container } = workload;
    const at = { cluster, resource: WORKLOADS.Deployment, namespace, name: canary.next };
    try {
      const next = readWorkload(await kube.get(at, viewer), 'Deployment');
      const pods = { cluster, resource: PODS, namespace };
      const seen = (await kube.may({ ...pods, verb: 'list' }, viewer))
        ? await kube.list({ ...pods, labelSelector: next.podSelector, limit: MAX_PODS }, viewer)
        : [];
      const { hopeless } = podEvidence(seen, { container, image: after.image });
      if (hopeless !== undefined) return { cause: 'rollout-failed', message: `${hopeless}.` };
      if (next.rollout === 'failed') return rolloutFailed(next);
      return next.rollout === 'complete' ? 'ready' : 'waiting';
    } catch (error) {
      return failureOfError(error);
    }
  }

  /** Tries until the cluster answers or the time is over. Answers why not, or nothing where it is done. */
  async #persist(
    promotion: CanaryPromotion,
    execution: Execution,
    work: () => Promise<void>,
  ): Promise<PromotionFailure | undefined> {
    const { clock } = this.#options;
    const deadline = Math.max(stepBegun(promotion), enteredAt(promotion)) + promotion.timeoutMs;
    for (;;) {
      try {
        await work();
        return undefined;
      } catch (error) {
        const failure = failureOfError(error);
        const isPassing = failure.cause === 'unreachable' || failure.cause === 'changed-meanwhile';
        if (!isPassing || clock.now() >= deadline) return failure;
      }
      await pause(execution, { clock });
    }
  }
}

function shifting(canary: CanaryPromotion['canary'], step: number): Step {
  const { weight = 0 } = canary.steps[step] ?? {};
  const { since, ...rest } = canary;
  return {
    state: 'shifting',
    ...tell(say('stepBegins', { step: step + 1, steps: canary.steps.length, weight })),
    canary: { ...rest, step },
  };
}

function failureOfError(error: unknown): PromotionFailure {
  if (!(error instanceof Error)) throw error;
  const { name, message } = error;
  if (name === 'ConflictError') return { cause: 'changed-meanwhile', message };
  if (name === 'ServiceUnavailableError' || name === 'OutcomeUnknownError')
    return { cause: 'unreachable', message };
  const refusals = ['NotAllowedError', 'AuthenticationError', 'InputError', 'NotFoundError'];
  if (refusals.includes(name)) return { cause: 'refused', message };
  throw error;
}

function stepBegun({ events, startedAt }: StoredPromotion): number {
  return events.at(-1)?.at ?? startedAt;
}

function canaryPromotion(promotion: StoredPromotion): CanaryPromotion {
  const { canary } = promotion;
  if (canary === undefined) throw new Error(`Promotion ${promotion.id} has no steps`);
  return { ...promotion, canary };
}
