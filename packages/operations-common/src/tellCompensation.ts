import { phrasesIn, textOf } from './phrases';
import type { Sentence } from './phrases';
import type { Compensation } from './types';

/** A compensation whose sentences pages can say in other languages. */
export function tellCompensation({
  changes = [],
  reason,
  ...rest
}: Pick<Compensation, 'state' | 'counter'> & {
  readonly changes?: readonly Sentence[];
  readonly reason?: Sentence;
}): Compensation {
  const said = phrasesIn([...changes, reason]);
  return {
    ...rest,
    changes: changes.map(textOf),
    ...(reason === undefined ? {} : { reason: textOf(reason) }),
    ...(said.length === 0 ? {} : { said }),
  };
}
