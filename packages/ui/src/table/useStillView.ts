import { useLayoutEffect, useRef, type RefObject } from 'react';
import { followRow, type ActiveRow } from './activeRow';

/** Further than this a row did not shift, the question changed. */
const MOST_SHIFT = 500;

interface StillViewOptions<T> {
  readonly element: RefObject<HTMLElement>;
  readonly rowHeight: number;
  readonly rows: ReadonlyMap<number, T>;
  readonly total: number;
  rowKey(row: T): string;
  /** A change of this starts at the top. */
  readonly question: string;
}

/**
 * Keeps the rows in view where they are while others come and go above them, as long as the person has scrolled away
 * from the top. Returns the handler that notes what is in view after each scroll.
 */
export function useStillView<T>(options: StillViewOptions<T>): () => void {
  const { element, rowHeight, rows, total, rowKey, question } = options;
  const anchor = useRef<ActiveRow>();
  const asked = useRef(question);
  const note = () => {
    const top = element.current?.scrollTop ?? 0;
    const index = Math.ceil(top / rowHeight);
    const row = rows.get(index);
    anchor.current = top < 1 || row === undefined ? undefined : { index, key: rowKey(row) };
  };
  useLayoutEffect(() => {
    const box = element.current;
    if (box === null) return;
    if (asked.current !== question) {
      asked.current = question;
      anchor.current = undefined;
      box.scrollTop = 0;
      return;
    }
    const before = anchor.current;
    if (before === undefined) return;
    const now = followRow(before, { rows, total, rowKey });
    const shift = now?.key === before.key ? (now?.index ?? 0) - before.index : 0;
    if (shift === 0 || Math.abs(shift) > MOST_SHIFT) return;
    box.scrollTop += shift * rowHeight;
    anchor.current = now;
  }, [element, rows, total, rowKey, rowHeight, question]);
  return note;
}
