import type { LogViewLine } from './LogViewProps';

/** The place of the first line that came after line `number`; the length where none has. Lines are in their order. */
export function placeAfter(lines: readonly LogViewLine[], number: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lines[middle]?.number ?? Infinity) > number) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The place of line `number`; undefined where it is not there. */
export function placeOf(
  lines: readonly LogViewLine[],
  number: number | undefined,
): number | undefined {
  if (number === undefined) return undefined;
  const place = placeAfter(lines, number) - 1;
  return lines[place]?.number === number ? place : undefined;
}

/**
 * The lines of a growing log that pass a test. Each line is tested once, however often the log grows: a log of 100,000
 * lines that gets more with every frame could not be filtered anew each time.
 */
export class LineFilter {
  readonly #accepts: (line: LogViewLine) => boolean;
  #kept: readonly LogViewLine[] = [];
  #last = 0;

  constructor(accepts: (line: LogViewLine) => boolean) {
    this.#accepts = accepts;
  }

  /** The same array while nothing came to it or went from it. */
  apply(lines: readonly LogViewLine[]): readonly LogViewLine[] {
    const first = lines[0]?.number ?? Infinity;
    const last = lines.at(-1)?.number ?? 0;
    // A log that was cleared counts from 1 again.
    if (last < this.#last) {
      this.#kept = [];
      this.#last = 0;
    }
    const dropped = placeAfter(this.#kept, first - 1);
    const fresh = lines.slice(placeAfter(lines, this.#last)).filter(this.#accepts);
    this.#last = last;
    if (dropped > 0 || fresh.length > 0) this.#kept = [...this.#kept.slice(dropped), ...fresh];
    return this.#kept;
  }
}
