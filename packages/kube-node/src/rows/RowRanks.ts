import type { MatchedRows } from './MatchedRows';
import { placesBefore, RowReader } from './RowReader';
import { compareRows, compareRowToPosition, positionOf, type SortPosition } from './rowSort';

/** Matching rows of one source before each run of its order. */
function prefixCounts(rows: MatchedRows): number[] {
  const prefix = [0];
  let sum = 0;
  for (const chunk of rows.order.chunks) prefix.push((sum += rows.count(chunk)));
  return prefix;
}

/** Finds places in the common order of several sources by rank, without walking there. */
export class RowRanks {
  private readonly prefixes: readonly number[][];

  constructor(private readonly sources: readonly MatchedRows[]) {
    this.prefixes = sources.map(prefixCounts);
  }

  /** Matching rows that stand before the position. */
  before(position: SortPosition): number {
    let rank = 0;
    for (const [at, rows] of this.sources.entries()) {
      const bound = rows.order.lowerBound(position);
      rank += this.prefixes[at]?.[bound.chunk] ?? 0;
      const chunk = rows.order.chunks[bound.chunk];
      if (chunk !== undefined) rank += placesBefore(rows.places(chunk), bound.index);
    }
    return rank;
  }

  /** The last run start at or before the rank, and how many matching rows lie between the two. */
  seek(rank: number): { position: SortPosition | undefined; remaining: number } {
    const pivots = this.runStarts();
    let low = 0;
    let high = pivots.length;
    let remaining = rank;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const pivot = pivots[middle];
      const before = pivot === undefined ? Infinity : this.before(pivot);
      if (before <= rank) {
        low = middle + 1;
        remaining = rank - before;
      } else high = middle;
    }
    return { position: pivots[low - 1], remaining };
  }

  private runStarts(): SortPosition[] {
    const starts = this.sources.flatMap(({ order }) =>
      order.chunks.flatMap(chunk => chunk.entries.slice(0, 1).map(({ row }) => row)),
    );
    const sort = this.sources[0]?.order.sort;
    if (sort === undefined) return [];
    if (this.sources.length > 1) starts.sort((a, b) => compareRows(a, b, sort));
    return starts.map(row => positionOf(row, sort));
  }
}

/** Readers that stand at the position, or right after it. */
export function readersFrom(
  sources: readonly MatchedRows[],
  position: SortPosition | undefined,
  options?: { exclusive: boolean },
): RowReader[] {
  return sources.map(rows => {
    if (position === undefined) return new RowReader(rows);
    const { chunk, index } = rows.order.lowerBound(position);
    const reader = new RowReader(rows, chunk, index);
    const first = reader.current;
    const atPosition =
      first !== undefined && compareRowToPosition(first.row, position, rows.order.sort) === 0;
    if (options?.exclusive && atPosition) reader.advance();
    return reader;
  });
}
