import type { LogViewLine } from './LogViewProps';

export interface LogSnapshot {
  readonly lines: readonly LogViewLine[];
  /** Lines that are gone because the buffer was full. */
  readonly dropped: number;
}

export interface LogBufferOptions {
  /** How many lines are kept. */
  readonly capacity?: number;
  /** Calls back soon, once; the browser's next frame by default. */
  schedule?(callback: () => void): void;
}

const EMPTY: LogSnapshot = { lines: [], dropped: 0 };

/**
 * The newest lines of a log, outside React. However many lines arrive, listeners hear of them once per frame; when it is
 * full a tenth of the oldest goes at once, so that dropping costs little per line.
 */
export class LogBuffer {
  readonly capacity: number;
  readonly #schedule: (callback: () => void) => void;
  readonly #listeners = new Set<() => void>();
  #lines: LogViewLine[] = [];
  #next = 1;
  #dropped = 0;
  #snapshot = EMPTY;
  #pending = false;

  constructor(options: LogBufferOptions = {}) {
    this.capacity = options.capacity ?? 100_000;
    this.#schedule = options.schedule ?? (callback => requestAnimationFrame(callback));
  }

  append(lines: readonly Omit<LogViewLine, 'number'>[]): void {
    for (const line of lines) this.#lines.push({ ...line, number: this.#next++ });
    if (this.#lines.length > this.capacity) {
      const spare = Math.floor(this.capacity / 10);
      const excess = this.#lines.length - this.capacity + spare;
      this.#lines = this.#lines.slice(excess);
      this.#dropped += excess;
    }
    this.#announce();
  }

  clear(): void {
    this.#lines = [];
    this.#dropped = 0;
    this.#next = 1;
    this.#announce();
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** What was there at the latest announcement. */
  readonly snapshot = (): LogSnapshot => this.#snapshot;

  #announce() {
    if (this.#pending) return;
    this.#pending = true;
    this.#schedule(() => {
      this.#pending = false;
      this.#snapshot = { lines: this.#lines.slice(), dropped: this.#dropped };
      for (const listener of this.#listeners) listener();
    });
  }
}
