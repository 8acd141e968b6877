/** A line of a step's log. */
export interface KeptLine {
  readonly step: string;
  /** Epoch milliseconds; absent where the server gave no timestamp. */
  readonly at?: number;
  readonly text: string;
}

/** The last lines of a log, as many as there is room for. */
export class LogTail {
  readonly #maxBytes: number;
  #lines: Buffer[] = [];
  #first = 0;
  #size = 0;
  leftOut = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  push(line: KeptLine): void {
    const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
    this.#lines.push(bytes);
    this.#size += bytes.length;
    while (this.#size > this.#maxBytes) {
      this.#size -= this.#lines[this.#first]?.length ?? 0;
      this.#first += 1;
      this.leftOut += 1;
    }
    if (this.#first * 2 <= this.#lines.length) return;
    this.#lines = this.#lines.slice(this.#first);
    this.#first = 0;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#lines.slice(this.#first));
  }
}
