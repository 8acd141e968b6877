import type { PromotionFailure, PromotionState } from '@kubemate/plugin-pipelines-common';
import type { StoredPromotion } from './PromotionStore';

/** What comes next, and what is told of it. */
export interface Step {
  readonly state: PromotionState;
  readonly message: string;
  readonly failure?: PromotionFailure;
  /** What is known of its commit from here on. */
  readonly git?: StoredPromotion['git'];
  /** Where its steps are from here on. */
  readonly canary?: StoredPromotion['canary'];
}

export function changed({ workload }: StoredPromotion, what: string): PromotionFailure {
  return {
    cause: 'changed-meanwhile',
    message: `${workload.kind} ${workload.name} was changed by somebody else: ${what}.`,
  };
}

export function failed(failure: PromotionFailure): Step {
  return { state: 'failed', message: failure.message, failure };
}

export function undoing(cause: PromotionFailure['cause'], message: string): Step {
  return { state: 'undoing', message, failure: { cause, message } };
}

/** What somebody else has put there is not ours to take away. */
export function give(failure: PromotionFailure): Step {
  return failure.cause === 'changed-meanwhile'
    ? failed(failure)
    : undoing(failure.cause, failure.message);
}

export function verifying({ after, stableMs }: StoredPromotion): Step {
  return {
    state: 'verifying',
    message: `All replicas run ${after.image}; they have to stay well for ${seconds(stableMs)} s`,
  };
}

export function restored({ before }: StoredPromotion): Step {
  return { state: 'rolled-back', message: `All replicas run ${before.image} again` };
}

export function notRestored({ failure }: StoredPromotion, problem: PromotionFailure): Step {
  return failed({
    cause: failure?.cause ?? problem.cause,
    message:
      `${failure?.message ?? ''} The earlier image did not come up either: ${problem.message}`.trim(),
  });
}

export function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

/** What was done is undone, or could not be. */
export function putBack(
  { failure }: StoredPromotion,
  { refusal, ...step }: { refusal?: PromotionFailure; done: string; git?: Step['git'] },
): Step {
  if (refusal === undefined)
    return {
      state: 'restoring',
      message: step.done,
      ...(step.git === undefined ? {} : { git: step.git }),
    };
  const why = failure?.message ?? '';
  return failed({
    cause: failure?.cause ?? refusal.cause,
    message: `${why} It could not be put back: ${refusal.message}`.trim(),
  });
}
