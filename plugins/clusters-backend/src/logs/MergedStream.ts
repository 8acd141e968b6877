interface Waiting<T> {
  readonly value: T;
  readonly taken: () => void;
}

/**
 * One stream out of several, to which more may be added while it is read. Each source is at most one value ahead of
 * the reader. Ends when every source has, and fails with the first error of any.
 */
export class MergedStream<T> implements AsyncIterable<T> {
  readonly #waiting: Waiting<T>[] = [];
  #sources = 0;
  #failure: { readonly error: unknown } | undefined;
  #closed = false;
  #wake = () => {};

  add(source: AsyncIterable<T>): void {
    this.#sources += 1;
    void this.#pump(source);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    try {
      for (;;) {
        const next = this.#waiting.shift();
        if (next !== undefined) {
          next.taken();
          yield next.value;
        } else if (this.#failure !== undefined) {
          throw this.#failure.error;
        } else if (this.#sources === 0) {
          return;
        } else {
          await new Promise<void>(resolve => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      this.#closed = true;
      for (const { taken } of this.#waiting.splice(0)) taken();
    }
  }

  async #pump(source: AsyncIterable<T>) {
    try {
      for await (const value of source) {
        if (this.#closed) return;
        await new Promise<void>(taken => {
          this.#waiting.push({ value, taken });
          this.#wake();
        });
      }
    } catch (error) {
      this.#failure ??= { error };
    } finally {
      this.#sources -= 1;
      this.#wake();
    }
  }
}
