/** Rows `[offset, offset + limit)` of the whole result. */
export interface RowWindow {
  readonly offset: number;
  readonly limit: number;
}

/** Windows start at multiples of this, so that viewers who scroll alike share one view on the server. */
const BLOCK = 50;
const MAX_LIMIT = 1000;

export const FIRST_WINDOW: RowWindow = { offset: 0, limit: 200 };

/** The window to subscribe to while the table needs the rows of `range`: `current` itself while that still has them. */
export function windowFor(range: RowWindow, current: RowWindow): RowWindow {
  const end = range.offset + range.limit;
  if (range.offset >= current.offset && end <= current.offset + current.limit) return current;
  const offset = Math.floor(range.offset / BLOCK) * BLOCK;
  const limit = Math.ceil((end - offset) / BLOCK) * BLOCK;
  return { offset, limit: Math.min(MAX_LIMIT, Math.max(FIRST_WINDOW.limit, limit)) };
}
