/** The row that the keyboard is on. */
export interface ActiveRow {
  readonly index: number;
  /** Absent while the row is not loaded. */
  readonly key?: string;
}

interface Rows<T> {
  readonly rows: ReadonlyMap<number, T>;
  readonly total: number;
  rowKey(row: T): string;
}

/** Where a row is now, after others came or went around it: the same object, not the same position. */
export function followRow<T>(
  active: ActiveRow,
  { rows, total, rowKey }: Rows<T>,
): ActiveRow | undefined {
  if (total === 0) return undefined;
  const there = rows.get(active.index);
  const keyThere = there === undefined ? undefined : rowKey(there);
  if (active.key === undefined) return { index: Math.min(active.index, total - 1), key: keyThere };
  if (keyThere === active.key) return active;
  for (const [index, row] of rows) {
    if (rowKey(row) === active.key) return { index, key: active.key };
  }
  // It is gone, or out of what is loaded: stay at the position, on whatever stands there.
  if (there === undefined && active.index < total) return active;
  const index = Math.min(active.index, total - 1);
  const last = rows.get(index);
  return { index, key: last === undefined ? undefined : rowKey(last) };
}

export type Move =
  | { readonly kind: 'by'; readonly rows: number }
  | { readonly kind: 'first' }
  | { readonly kind: 'last' };

/** What a key means in a table: undefined where it means nothing. `page` is the number of rows in view. */
export function moveForKey(key: string, page: number): Move | undefined {
  const moves: Readonly<Record<string, Move>> = {
    ArrowDown: { kind: 'by', rows: 1 },
    j: { kind: 'by', rows: 1 },
    ArrowUp: { kind: 'by', rows: -1 },
    k: { kind: 'by', rows: -1 },
    PageDown: { kind: 'by', rows: Math.max(1, page - 1) },
    PageUp: { kind: 'by', rows: -Math.max(1, page - 1) },
    Home: { kind: 'first' },
    End: { kind: 'last' },
  };
  return Object.hasOwn(moves, key) ? moves[key] : undefined;
}

/** The position a move leads to; from nowhere every step leads to the first row. */
export function applyMove(from: number | undefined, move: Move, total: number): number {
  if (move.kind === 'first') return 0;
  if (move.kind === 'last') return Math.max(0, total - 1);
  if (from === undefined) return 0;
  return Math.min(Math.max(0, total - 1), Math.max(0, from + move.rows));
}
