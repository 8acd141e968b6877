import { isError } from '@backstage/errors';
import { OutcomeUnknownError } from '@kubemate/kube-node';
import type { Clock, KubeService, Viewer } from '@kubemate/kube-node';
import type { PromotionFailure, PromotionState } from '@kubemate/plugin-pipelines-common';
import type { ApprovalStore } from '../approvals/ApprovalStore';
import { PODS, readWorkload, WORKLOADS } from '../environments/workloads';
import type { Workload } from '../environments/workloads';
import { podEvidence } from '../environments/podEvidence';
import type { PodEvidence } from '../environments/podEvidence';
import { useApproval } from '../approvals/useApproval';
import type { ReleaseStore } from '../releases/ReleaseStore';
import type { PromotionStore, StoredPromotion } from './PromotionStore';
import {
  changed,
  failed,
  give,
  notRestored,
  restored,
  seconds,
  undoing,
  verifying,
} from './promotionSteps';
import type { Step } from './promotionSteps';
import { sleep } from './sleep';

const POLL_MS = 2_000;
const RETRY_MS = 250;
/** Others write the same object all the time, its controller its status. */
const MAX_WRITES = 10;
const MAX_PODS = 500;
const MAX_EVENTS = 100;
/** Names the promotion on the workload, for whoever looks at the cluster. */
export const PROMOTION_ANNOTATION = 'kubemate.io/promotion';

/** Everything that carrying out needs; given anew to each process that goes on with it. */
export interface Execution {
  readonly kube: KubeService;
  readonly viewer: Viewer;
  readonly signal: AbortSignal;
  readonly report: (progress: { done: number; total: number; message: string }) => void;
}

export interface PromotionExecutorOptions {
  readonly promotions: PromotionStore;
  readonly releases: ReleaseStore;
  readonly approvals: ApprovalStore;
  readonly clock: Clock;
}

/** What a look at the cluster says, or that there was none. */
interface Look {
  readonly workload: Workload;
  readonly image: string;
  readonly pods: PodEvidence;
}

/** Containers that are started again after they were seen. */
class RestartCount {
  #first: number | undefined;

  problem({ restarts }: PodEvidence): PromotionFailure | undefined {
    this.#first ??= restarts;
    return restarts > this.#first
      ? { cause: 'unhealthy', message: 'Containers of the new pods were started again.' }
      : undefined;
  }
}

const DONE: Readonly<Record<PromotionState, number>> = {
  setting: 0,
  'rolling-out': 1,
  verifying: 2,
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

  constructor(options: PromotionExecutorOptions) {
    this.#options = options;
  }

  /**
   * Resolves with the promotion when it has ended, well or not.
   * @throws what the signal aborts with where the process ends or has lost it; another goes on then
   */
  async carryOut(promotion: StoredPromotion, execution: Execution): Promise<StoredPromotion> {
    let current = promotion;
    while (current.finishedAt === undefined) {
      execution.report({ done: DONE[current.state], total: 4, message: lastMessage(current) });
      const step = await this.#next(current, execution);
      stopWhereStopped(execution.signal);
      current = await this.#enter(current, step);
    }
    return current;
  }

  /** Nobody here may go on: the cluster takes only the person's own token, which went with their request. */
  strand(promotion: StoredPromotion): Promise<StoredPromotion> {
    const at = DONE[promotion.state] === 0 ? 'Whether the image was set is not known' : '';
    const message =
      `The portal ended while this ran, and the cluster takes only the token of the person who asked. ${at}`.trim();
    return this.#enter(promotion, { state: 'stranded', message });
  }

  #next(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    switch (promotion.state) {
      case 'setting':
        return this.#set(promotion, execution);
      case 'undoing':
        return this.#undo(promotion, execution);
      case 'verifying':
        return this.#verify(promotion, execution);
      default:
        return this.#awaitRollout(promotion, execution);
    }
  }

  async #enter(promotion: StoredPromotion, step: Step): Promise<StoredPromotion> {
    const { promotions, clock } = this.#options;
    const now = clock.now();
    const { state, message, failure } = step;
    const isOver = DONE[state] === 4;
    const next: StoredPromotion = {
      ...promotion,
      state,
      ...(failure === undefined ? {} : { failure }),
      ...(isOver ? { finishedAt: now } : {}),
      events: [...promotion.events, { at: now, state, message }].slice(-MAX_EVENTS),
      revision: promotion.revision + 1,
    };
    if (isOver) await this.#noteRelease(next);
    await promotions.replace(next);
    return next;
  }

  /** What it left there; before the end is stored, as noting it twice does nothing. */
  async #noteRelease(promotion: StoredPromotion): Promise<void> {
    const { id, kind, component, to, state, by, after, before, startedAt } = promotion;
    const { releases, clock } = this.#options;
    if (state !== 'succeeded' && state !== 'rolled-back') return;
    const place = { component, environment: to, replicas: 0, isGood: true };
    if (state === 'succeeded')
      await releases.note({
        ...place,
        ...{ image: after, since: startedAt, via: kind, by, promotion: id },
      });
    else await releases.note({ ...place, image: before, since: clock.now(), via: 'seen' });
  }

  async #set(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const { after, before, request } = promotion;
    if (request !== undefined) {
      try {
        await useApproval(this.#options, promotion);
      } catch (error) {
        if (!isError(error) || error.name !== 'ConflictError') throw error;
        return failed({ cause: 'refused', message: error.message });
      }
    }
    const written = await this.#write(promotion, {
      execution,
      from: before.image,
      to: after.image,
    });
    if (written !== undefined) return failed(written);
    return { state: 'rolling-out', message: `Set ${after.image}` };
  }

  async #undo(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const { after, before, failure } = promotion;
    const written = await this.#write(promotion, {
      execution,
      from: after.image,
      to: before.image,
    });
    const why = failure?.message ?? '';
    if (written !== undefined)
      return failed({
        cause: failure?.cause ?? written.cause,
        message: `${why} It could not be put back: ${written.message}`.trim(),
      });
    return { state: 'restoring', message: `Set ${before.image} again` };
  }

  /** Sets an image where the other one is. Answers why it cannot be, or nothing where it is there. */
  async #write(
    promotion: StoredPromotion,
    { execution, from, to }: { execution: Execution; from: string; to: string },
  ): Promise<PromotionFailure | undefined> {
    const deadline = this.#enteredAt(promotion) + promotion.timeoutMs;
    for (let writes = 0; ;) {
      const look = await this.#look(promotion, execution, to);
      if ('cause' in look) {
        if (look.cause !== 'unreachable' || this.#options.clock.now() >= deadline) return look;
      } else if (look.workload.uid !== promotion.uid) {
        return changed(promotion, 'it has been made anew');
      } else if (look.image === to) {
        return undefined;
      } else if (look.image !== from) {
        return changed(promotion, `it runs ${look.image} by now`);
      } else {
        const failure = await this.#patch(promotion, { execution, look, to });
        if (failure !== 'again') return failure;
        writes += 1;
        if (writes === MAX_WRITES)
          return changed(promotion, 'it is being written by others all the time');
        await this.#pause(execution, RETRY_MS);
        continue;
      }
      await this.#pause(execution);
    }
  }

  async #patch(
    promotion: StoredPromotion,
    { execution, look, to }: { execution: Execution; look: Look; to: string },
  ): Promise<PromotionFailure | 'again' | undefined> {
    const { workload, id, after } = promotion;
    const { kube, viewer, signal } = execution;
    stopWhereStopped(signal);
    if (cancelledBy(signal) && to === after.image)
      return { cause: 'cancelled', message: 'It was cancelled before anything was changed.' };
    try {
      await kube.write(
        {
          ...refOf(promotion),
          verb: 'patch',
          patch: {
            type: 'strategic',
            value: {
              metadata: {
                resourceVersion: look.workload.resourceVersion,
                annotations: { [PROMOTION_ANNOTATION]: id },
              },
              spec: {
                template: { spec: { containers: [{ name: workload.container, image: to }] } },
              },
            },
          },
        },
        viewer,
      );
      return undefined;
    } catch (error) {
      if (error instanceof OutcomeUnknownError) return 'again';
      if (!isError(error)) throw error;
      if (error.name === 'ConflictError' || error.name === 'ServiceUnavailableError')
        return 'again';
      return { cause: 'refused', message: error.message };
    }
  }

  /** Until the rollout of what was set is complete, or will never be. */
  async #awaitRollout(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const isRestoring = promotion.state === 'restoring';
    const { timeoutMs } = promotion;
    const wanted = isRestoring ? promotion.before.image : promotion.after.image;
    const deadline = this.#enteredAt(promotion) + timeoutMs;
    for (;;) {
      const cancelled = cancelledBy(execution.signal);
      if (cancelled && !isRestoring) return undoing('cancelled', 'It was cancelled');
      const look = await this.#look(promotion, execution, wanted);
      const isLate = this.#options.clock.now() >= deadline;
      const problem = problemOf(look, { promotion, wanted });
      if (problem === undefined && !('cause' in look) && isComplete(look.workload))
        return isRestoring ? restored(promotion) : verifying(promotion);
      if (problem !== undefined && problem.cause !== 'unreachable')
        return isRestoring ? notRestored(promotion, problem) : give(problem);
      if (isLate) {
        const late: PromotionFailure = problem ?? {
          cause: 'rollout-timeout',
          message: `The rollout was not complete after ${seconds(timeoutMs)} s.`,
        };
        return isRestoring ? notRestored(promotion, late) : give(late);
      }
      await this.#pause(execution);
    }
  }

  /** The new pods have to stay well for a while: many a program starts, and dies of what it meets. */
  async #verify(promotion: StoredPromotion, execution: Execution): Promise<Step> {
    const { after, stableMs, timeoutMs } = promotion;
    const begun = this.#enteredAt(promotion);
    const restarts = new RestartCount();
    for (;;) {
      if (cancelledBy(execution.signal)) return undoing('cancelled', 'It was cancelled');
      const look = await this.#look(promotion, execution, after.image);
      const problem =
        problemOf(look, { promotion, wanted: after.image }) ??
        ('cause' in look ? undefined : restarts.problem(look.pods));
      if (problem !== undefined && problem.cause !== 'unreachable') return give(problem);
      const now = this.#options.clock.now();
      const isWell = !('cause' in look) && isComplete(look.workload);
      if (isWell && now >= begun + stableMs)
        return { state: 'succeeded', message: `${after.image} has stayed well` };
      if (now >= begun + stableMs + timeoutMs)
        return give(
          problem ?? { cause: 'unhealthy', message: 'The new pods did not stay available.' },
        );
      await this.#pause(execution);
    }
  }

  async #look(
    promotion: StoredPromotion,
    { kube, viewer }: Execution,
    image: string,
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
      const evidence = podEvidence(seen, { container: ref.container, image });
      return { workload, image: container.image, pods: evidence };
    } catch (error) {
      if (!isError(error)) throw error;
      const { message } = error;
      if (error.name === 'NotFoundError') return changed(promotion, 'it is gone');
      if (error.name === 'ServiceUnavailableError') return { cause: 'unreachable', message };
      if (error.name === 'NotAllowedError' || error.name === 'AuthenticationError')
        return { cause: 'refused', message };
      throw error;
    }
  }

  /** When the state that it is in was entered: the time runs also while nobody is at it. */
  #enteredAt({ events, startedAt, state }: StoredPromotion): number {
    return events.find(event => event.state === state)?.at ?? startedAt;
  }

  async #pause({ signal }: Execution, ms = POLL_MS): Promise<void> {
    await sleep(ms, { clock: this.#options.clock, signal });
    stopWhereStopped(signal);
  }
}

/** What is scaled to zero has nothing to roll out. */
function isComplete({ rollout }: Workload): boolean {
  return rollout === 'complete' || rollout === 'idle';
}

function refOf({ workload }: StoredPromotion) {
  const { cluster, namespace, name, kind } = workload;
  return { cluster, resource: WORKLOADS[kind], namespace, name };
}

function problemOf(
  look: Look | PromotionFailure,
  { promotion, wanted }: { promotion: StoredPromotion; wanted: string },
): PromotionFailure | undefined {
  if ('cause' in look) return look;
  const { workload, image, pods } = look;
  if (workload.uid !== promotion.uid) return changed(promotion, 'it has been made anew');
  if (image !== wanted) return changed(promotion, `it runs ${image} by now`);
  if (pods.hopeless !== undefined) return { cause: 'rollout-failed', message: `${pods.hopeless}.` };
  if (workload.rollout === 'failed')
    return { cause: 'rollout-failed', message: `${workload.rolloutReason ?? 'It has failed'}.` };
  return undefined;
}

function lastMessage({ events }: StoredPromotion): string {
  return events.at(-1)?.message ?? '';
}

/** Somebody wants it to end; what was done is put back then. */
function cancelledBy({ aborted, reason }: AbortSignal): boolean {
  return aborted && isError(reason) && reason.name === 'CancelledError';
}

/** The process ends, or another has taken over: nothing may be written any more. */
function stopWhereStopped(signal: AbortSignal): void {
  if (signal.aborted && !cancelledBy(signal)) signal.throwIfAborted();
}
