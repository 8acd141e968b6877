import type { RowRange } from './LiveTableProps';

export interface Viewport {
  readonly scrollTop: number;
  /** Height that rows can show in, without the header, in px. */
  readonly height: number;
  readonly rowHeight: number;
  readonly total: number;
}

/** Rows drawn beyond each edge, and the step in which the window moves: scrolling within a step draws nothing. */
const STEP = 8;
/** A taller screen shows fewer rows beyond its edges rather than more rows in all. */
const MOST_ROWS = 60;

/** Which rows to draw: those in view and a margin on each side, in steps. `end` is exclusive. */
export function rowWindow({ scrollTop, height, rowHeight, total }: Viewport): {
  readonly start: number;
  readonly end: number;
} {
  const first = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const inView = Math.ceil(height / rowHeight) + 1;
  const margin = Math.max(0, Math.min(STEP, Math.floor((MOST_ROWS - inView - STEP) / 2)));
  const start = Math.max(0, Math.floor((first - margin) / STEP) * STEP);
  const end = Math.min(total, start + STEP + inView + 2 * margin);
  // Near the bottom of a table that got shorter the first row may lie beyond the last.
  return { start: Math.min(start, Math.max(0, end - 1)), end };
}

/** Positions per step of the range that is asked for. */
const PAGE = 50;

/** Which rows to load for a window: at least a page on both sides, in whole pages, so that scrolling rarely asks again. */
export function loadRange(window: { start: number; end: number }, total: number): RowRange {
  const offset = Math.max(0, Math.floor((window.start - PAGE) / PAGE) * PAGE);
  const end = Math.ceil((window.end + PAGE) / PAGE) * PAGE;
  return { offset, limit: Math.max(PAGE, Math.min(end, Math.max(total, PAGE)) - offset) };
}

/** The scroll position that brings a row fully into view, or the present one if it is. */
export function scrollToRow(index: number, { scrollTop, height, rowHeight }: Viewport): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - height);
}
