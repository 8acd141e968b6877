import { isError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';
import { say } from '@kubemate/plugin-pipelines-common';
import type { PromotionFailure, PromotionState } from '@kubemate/plugin-pipelines-common';
import type { ApprovalStore } from '../approvals/ApprovalStore';
import { useApproval } from '../approvals/useApproval';
import { CanaryDelivery } from '../canary/CanaryDelivery';
import type { PodEvidence } from '../environments/podEvidence';
import { FirstDelivery } from '../first/FirstDelivery';
import type { Forge } from '@kubemate/git-hosts-node';
import { GitDelivery } from '../git/GitDelivery';
import type { MetricChecks } from '../metrics/MetricChecks';
import type { ReleaseStore } from '../releases/ReleaseStore';
import { enteredAt, pause } from './Delivery';
import type { Delivery, Execution } from './Delivery';
import { DirectDelivery } from './DirectDelivery';
import { isComplete, lookAt, problemOf, runsImage } from './lookAt';
import type { Look } from './lookAt';
import type { PromotionStore, StoredPromotion } from './PromotionStore';
import {
  CANCELLED,
  failed,
  give,
  notRestored,
  restored,
  seconds,
  undoing,
  verifying,
} from './promotionSteps';
import { failureOf, sentenceOf, tell } from './tell';
import type { Step } from './promotionSteps';
import { cancelledBy, stopWhereStopped } from './stopping';

const MAX_EVENTS = 100;

export interface PromotionExecutorOptions {
  readonly promotions: PromotionStore;
  readonly releases: ReleaseStore;
  readonly approvals: ApprovalStore;
  readonly forge: Forge;
  readonly metrics: MetricChecks;
  readonly clock: Clock;
}

/** Containers that are started again after they were seen. */
class RestartCount {
  #first: number | undefined;

  problem({ restarts }: PodEvidence): PromotionFailure | undefined {
    this.#first ??= restarts;
    return restarts > this.#first ? failureOf('unhealthy', say('startedAgain')) : undefined;
  }
}

const DONE: Readonly<Record<PromotionState, number>> = {
  setting: 0,
  merging: 1,
  syncing: 1,
  shifting: 1,
  'rolling-out': 1,
  verifying: 2,
  cleaning: 3,
  undoing: 2,
  restoring: 3,
  succeeded: 4,
  'rolled-back': 4,
  failed: 4,
  stranded: 4,
};

/**
 * Carries a promotion out, step by step. Each step is stored before it is begun and can be begun again: whoever finds a promotion at a step looks at the
 * workload first, and does only what is missing. A step is taken by one process, because the store takes each revision once.
 */
export class PromotionExecutor {
  readonly #options: PromotionExecutorOptions;
  readonly #direct: DirectDelivery;
  readonly #git: GitDelivery;
  readonly #canary: CanaryDelivery;
  readonly #first: FirstDelivery;

  constructor(options: PromotionExecutorOptions) {
    this.#options = options;
    this.#direct = new DirectDelivery(options);
    this.#git = new GitDelivery(options);
    this.#first = new FirstDelivery(options);
    this.#canary = new CanaryDelivery({ ...options, direct: this.#direct });
  }

  /**
   * Resolves with the promotion when it has ended, well or not.
   * @throws what the signal aborts with where the process ends or has lost it; another goes on then
   */
  async carryOut(promotion: StoredPromotion, execution: Execution): Promise<StoredPromotion> {
    let current = promotion;
    while (current.finishedAt === undefined) {
      const { message, said } = tell(sentenceOf(current.events.at(-1)));
      execution.report({
        ...{ done: DONE[current.state], total: 4, message },
        ...(said === undefined ? {} : { said: [said] }),
      });
      const step = cleanedUp(current, await this.#next(current, execution));
      stopWhereStopped(execution.signal);
      current = await this.#enter(current, step);
    }
    return current;
  }

  /** Nobody here may go on: the cluster takes only the person's own token, which went with their request. */
  strand(promotion: StoredPromotion): Promise<StoredPromotion> {
    const why = say(DONE[promotion.state] === 0 ? 'strandedEarly' : 'stranded');
    return this.#enter(promotion, { state: 'stranded', ...tell(why) });
  }

  #next(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    switch (promotion.state) {
      case 'setting':
      case 'merging':
      case 'syncing':
      case 'shifting':
        return this.#forth(promotion, execution);
      case 'cleaning':
        return this.#canary.clean(promotion, execution);
      case 'undoing':
        return this.#delivery(promotion).back(promotion, execution);
      case 'verifying':
        return this.#verify(promotion, execution);
      default:
        return this.#awaitRollout(promotion, execution);
    }
  }

  async #enter(promotion: StoredPromotion, step: Step): Promise<StoredPromotion> {
    const { promotions, clock } = this.#options;
    const now = clock.now();
    const { state, failure, git, canary, uid } = step;
    const isOver = DONE[state] === 4;
    const next: StoredPromotion = {
      ...promotion,
      state,
      ...(failure === undefined ? {} : { failure }),
      ...(git === undefined ? {} : { git }),
      ...(canary === undefined ? {} : { canary }),
      ...(uid === undefined ? {} : { uid }),
      ...(isOver ? { finishedAt: now } : {}),
      events: [...promotion.events, { at: now, state, ...tell(sentenceOf(step)) }].slice(
        -MAX_EVENTS,
      ),
      revision: promotion.revision + 1,
    };
    if (isOver) await this.#noteRelease(next);
    await promotions.replace(next);
    return next;
  }

  /** What it left there; before the end is stored, as noting it twice does nothing. */
  async #noteRelease(promotion: StoredPromotion): Promise<void> {
    const { id, kind, component, to, state, by, after, before, startedAt, first } = promotion;
    const { releases, clock } = this.#options;
    if (state !== 'succeeded' && state !== 'rolled-back') return;
    const place = { component, environment: to, replicas: 0, isGood: true };
    if (state === 'succeeded')
      await releases.note({
        ...place,
        ...{ image: after, since: startedAt, via: kind, by, promotion: id },
      });
    else if (!first)
      await releases.note({ ...place, image: before, since: clock.now(), via: 'seen' });
  }

  /** The first thing that changes anything takes the approvals that let it. */
  async #forth(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    if (promotion.state === 'setting') {
      try {
        await useApproval(this.#options, promotion);
      } catch (error) {
        if (!isError(error) || error.name !== 'ConflictError') throw error;
        return failed({ cause: 'refused', message: error.message });
      }
    }
    return this.#delivery(promotion).forth(promotion, execution);
  }

  #delivery({ git, canary, first }: StoredPromotion): Delivery {
    if (first) return this.#first;
    if (canary !== undefined) return this.#canary;
    return git === undefined ? this.#direct : this.#git;
  }

  /** Until the rollout of what was set is complete, or will never be. */
  async #awaitRollout(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const { clock } = this.#options;
    const isRestoring = promotion.state === 'restoring';
    const { timeoutMs } = promotion;
    const wanted = isRestoring ? promotion.before : promotion.after;
    const deadline = enteredAt(promotion) + timeoutMs;
    for (;;) {
      const cancelled = cancelledBy(execution.signal);
      if (cancelled && !isRestoring) return undoing(CANCELLED);
      const look = await lookAt(promotion, execution, wanted);
      const isLate = clock.now() >= deadline;
      // Through git the controller takes its time, and what is to go runs on until then.
      const isPending = isRestoring && isStillThere(promotion, look);
      const problem = isPending ? undefined : problemOf(look, { promotion, wanted });
      if (!isPending && problem === undefined && !('cause' in look) && isComplete(look.workload))
        return isRestoring ? restored(promotion) : verifying(promotion);
      if (problem !== undefined && problem.cause !== 'unreachable')
        return isRestoring ? notRestored(promotion, problem) : give(problem);
      if (isLate) {
        const late =
          problem ??
          failureOf('rollout-timeout', say('rolloutLate', { seconds: seconds(timeoutMs) }));
        return isRestoring ? notRestored(promotion, late) : give(late);
      }
      await pause(execution, { clock });
    }
  }

  /** The new pods have to stay well for a while: many a program starts, and dies of what it meets. */
  async #verify(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const { clock } = this.#options;
    const { after, stableMs, timeoutMs } = promotion;
    const begun = enteredAt(promotion);
    const restarts = new RestartCount();
    for (;;) {
      if (cancelledBy(execution.signal)) return undoing(CANCELLED);
      const look = await lookAt(promotion, execution, after);
      const problem =
        problemOf(look, { promotion, wanted: after }) ??
        ('cause' in look ? undefined : restarts.problem(look.pods));
      if (problem !== undefined && problem.cause !== 'unreachable') return give(problem);
      const now = clock.now();
      const isWell = !('cause' in look) && isComplete(look.workload);
      if (isWell && now >= begun + stableMs)
        return { state: 'succeeded', ...tell(say('stayedWell', { image: after.image })) };
      if (now >= begun + stableMs + timeoutMs)
        return give(problem ?? failureOf('unhealthy', say('notAvailable')));
      await pause(execution, { clock });
    }
  }
}

/** What was made beside the workload has to go, whyever it ends. */
function cleanedUp({ canary, state }: StoredPromotion, step: Step): Step {
  if (canary === undefined) return step;
  if (state === 'verifying' && step.state === 'succeeded') return { ...step, state: 'cleaning' };
  const isBack = ['setting', 'undoing', 'restoring'].includes(state);
  if (step.state !== 'failed' || step.failure === undefined || isBack) return step;
  return undoing(step.failure);
}

function isStillThere(promotion: StoredPromotion, look: Look | PromotionFailure): boolean {
  const { git, uid, after } = promotion;
  if (git === undefined || 'cause' in look || look.workload.uid !== uid) return false;
  return runsImage(promotion, look.image, after);
}
