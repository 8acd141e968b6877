import type { Phrase, Sentence } from '@kubemate/operations-common';
import { say } from '@kubemate/plugin-pipelines-common';
import type { PromotionFailure, PromotionState } from '@kubemate/plugin-pipelines-common';
import type { StoredPromotion } from './PromotionStore';
import { failureOf, sentenceOf, tell } from './tell';

/** What comes next, and what is told of it. */
export interface Step {
  readonly state: PromotionState;
  readonly message: string;
  readonly said?: Phrase;
  readonly failure?: PromotionFailure;
  /** What is known of its commit from here on. */
  readonly git?: StoredPromotion['git'];
  /** Of the workload that it has made. */
  readonly uid?: string;
  /** Where its steps are from here on. */
  readonly canary?: StoredPromotion['canary'];
}

export function changed({ workload }: StoredPromotion, what: Sentence): PromotionFailure {
  const { kind, name } = workload;
  return failureOf('changed-meanwhile', say('changedByOther', { kind, name, what }));
}

export function failed(failure: PromotionFailure): Step {
  return { state: 'failed', ...tell(sentenceOf(failure)), failure };
}

export function undoing(failure: PromotionFailure): Step {
  return { state: 'undoing', ...tell(sentenceOf(failure)), failure };
}

export const CANCELLED = failureOf('cancelled', say('cancelled'));
export const CANCELLED_EARLY = failureOf('cancelled', say('cancelledEarly'));

/** What somebody else has put there is not ours to take away. */
export function give(failure: PromotionFailure): Step {
  return failure.cause === 'changed-meanwhile' ? failed(failure) : undoing(failure);
}

export function verifying({ after, stableMs }: StoredPromotion): Step {
  const values = { image: after.image, seconds: seconds(stableMs) };
  return { state: 'verifying', ...tell(say('mustStayWell', values)) };
}

export function restored({ before }: StoredPromotion): Step {
  return { state: 'rolled-back', ...tell(say('runAgain', { image: before.image })) };
}

export function notRestored({ failure }: StoredPromotion, problem: PromotionFailure): Step {
  const values = { why: sentenceOf(failure), problem: sentenceOf(problem) };
  return failed(failureOf(failure?.cause ?? problem.cause, say('notRestored', values)));
}

export function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

/** What was done is undone, or could not be. */
export function putBack(
  { failure }: StoredPromotion,
  { refusal, ...step }: { refusal?: PromotionFailure; done: Sentence; git?: Step['git'] },
): Step {
  if (refusal === undefined)
    return {
      state: 'restoring',
      ...tell(step.done),
      ...(step.git === undefined ? {} : { git: step.git }),
    };
  const values = { why: sentenceOf(failure), problem: sentenceOf(refusal) };
  return failed(failureOf(failure?.cause ?? refusal.cause, say('notPutBack', values)));
}
