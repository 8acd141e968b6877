/** A stream of what a test pushes into it. */
export class Feed<T> implements AsyncIterable<T> {
  readonly #queue: T[] = [];
  #wake = () => {};
  #ending: { readonly error?: Error } | undefined;
  /** How often a reader has asked for a value. */
  pulled = 0;
  /** Whether the reader has left, or the feed has come to its end. */
  closed = false;

  push(...values: T[]): void {
    this.#queue.push(...values);
    this.#wake();
  }

  /** Ends after what was pushed, with the error if one is given. */
  end(error?: Error): void {
    this.#ending = { error };
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    try {
      for (;;) {
        this.pulled += 1;
        await this.#filled();
        const [value] = this.#queue;
        if (this.#queue.length > 0 && value !== undefined) {
          this.#queue.shift();
          yield value;
        } else if (this.#ending?.error !== undefined) throw this.#ending.error;
        else return;
      }
    } finally {
      this.closed = true;
    }
  }

  async #filled() {
    while (this.#queue.length === 0 && this.#ending === undefined) {
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    }
  }
}
