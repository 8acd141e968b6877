import type { MatchedPlaces, MatchedRows } from './MatchedRows';
import type { RowEntry } from './RowOrder';

/** How many of the places stand before an index. */
export function placesBefore(places: MatchedPlaces | undefined, index: number): number {
  if (places === undefined) return index;
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? Infinity) < index) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Walks the matching rows of one source from a place in its order. */
export class RowReader {
  private entry: RowEntry | undefined;
  /** Matching rows of the run that have been passed. */
  private passed: number;

  constructor(
    readonly rows: MatchedRows,
    private chunk = 0,
    index = 0,
  ) {
    const first = rows.order.chunks[chunk];
    this.passed = first === undefined || index === 0 ? 0 : placesBefore(rows.places(first), index);
    this.settle();
  }

  /** The row at hand; undefined at the end. */
  get current(): RowEntry | undefined {
    return this.entry;
  }

  advance(): void {
    this.passed++;
    this.settle();
  }

  private settle(): void {
    const { chunks } = this.rows.order;
    for (; this.chunk < chunks.length; this.chunk++, this.passed = 0) {
      const chunk = chunks[this.chunk];
      if (chunk === undefined) continue;
      const places = this.rows.places(chunk);
      if (this.passed < (places ?? chunk.entries).length) {
        this.entry =
          chunk.entries[places === undefined ? this.passed : (places[this.passed] ?? -1)];
        return;
      }
    }
    this.entry = undefined;
  }
}
