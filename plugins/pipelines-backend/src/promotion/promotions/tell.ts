import { textOf } from '@kubemate/operations-common';
import type { Phrase, Sentence } from '@kubemate/operations-common';
import type { PromotionFailure } from '@kubemate/plugin-pipelines-common';

/** A sentence as it is stored: in English, and by its code where it has one. */
export function tell(sentence: Sentence): { message: string; said?: Phrase } {
  const message = textOf(sentence);
  return typeof sentence === 'string' ? { message } : { message, said: sentence };
}

export function failureOf(cause: PromotionFailure['cause'], why: Sentence): PromotionFailure {
  return { cause, ...tell(why) };
}

/** What a failure, or an event, says. */
export function sentenceOf(told: { message: string; said?: Phrase } | undefined): Sentence {
  return told?.said ?? told?.message ?? '';
}
