import type {
  OperationAccess,
  OperationPlan,
  OperationReceipt,
  Phrase,
} from '@kubemate/operations-common';

/** A phrase in the language of the page; undefined where its code is not known. */
export type Say = (phrase: Phrase) => string | undefined;

/** The plan with its sentences in the language of the page, as far as their codes are known. */
export function planInWords(plan: OperationPlan, say: Say): OperationPlan {
  const word = wordsOf(plan.said, say);
  const { reason, summary, warnings, guard } = plan;
  return {
    ...plan,
    summary: word(summary),
    warnings: warnings.map(word),
    ...(reason === undefined ? {} : { reason: word(reason) }),
    ...(guard === undefined ? {} : { guard: { ...guard, why: word(guard.why) } }),
  };
}

/** Why the caller may not, likewise. */
export function accessInWords<A extends OperationAccess>(access: A, say: Say): A {
  const { reason, said } = access;
  return reason === undefined ? access : { ...access, reason: wordsOf(said, say)(reason) };
}

/** The receipt likewise. */
export function receiptInWords(receipt: OperationReceipt, say: Say): OperationReceipt {
  const { said, summary, warnings, results, error, progress } = receipt;
  const word = wordsOf([...(said ?? []), ...(progress?.said ?? [])], say);
  return {
    ...receipt,
    summary: word(summary),
    warnings: warnings.map(word),
    results: results.map(result => ({
      ...result,
      ...(result.message === undefined ? {} : { message: word(result.message) }),
    })),
    ...(error === undefined ? {} : { error: { ...error, message: word(error.message) } }),
    ...(progress?.message === undefined
      ? {}
      : { progress: { ...progress, message: word(progress.message) } }),
  };
}

/** Says a text by the phrase that it is of, where there is one. */
export function wordsOf(said: readonly Phrase[] = [], say: Say): (text: string) => string {
  const known = new Map(said.map(phrase => [phrase.text, phrase]));
  return text => {
    const phrase = known.get(text);
    return (phrase && say(phrase)) ?? text;
  };
}
