import type { MouseEvent } from 'react';

/** What a click in the table means. */
export interface ClickedRow {
  readonly index: number;
  /** `own`: a link, a button, a new tab or a selection of text, each of which does something by itself. */
  readonly part: 'row' | 'tick' | 'own';
}

/** Which row a click is on and what it is for; undefined outside the rows. */
export function clickedRow(
  event: MouseEvent<HTMLElement>,
  { opensPrimary }: { opensPrimary: boolean },
): ClickedRow | undefined {
  if (!(event.target instanceof Element)) return undefined;
  const place = event.target.closest<HTMLElement>('[data-index]')?.dataset.index;
  if (place === undefined) return undefined;
  const index = Number(place);
  if (event.target.closest('[data-select]') !== null) return { index, part: 'tick' };
  const inner = event.target.closest('a, button');
  const opensItself = inner !== null && !(inner.matches('[data-primary] a') && opensPrimary);
  const modified = event.ctrlKey || event.metaKey || event.shiftKey;
  const own = opensItself || modified || String(getSelection()) !== '';
  return { index, part: own ? 'own' : 'row' };
}
