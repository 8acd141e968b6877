import type { Clock } from '@kubemate/kube-node';

/** Changes that come in bursts, looked at not more often than so. */
const REST_MS = 500;

/** Turns callbacks into beats that a stream can wait for: one soon after a change, however many there are. */
export class Pulse {
  readonly #clock: Clock;
  #isDue = true;
  #failure: unknown;
  #isOver = false;
  #wake: () => void = () => {};

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly notify = (): void => {
    this.#isDue = true;
    this.#wake();
  };

  /** No beat comes after it; `error` is thrown where there is one. */
  readonly end = (error?: unknown): void => {
    this.#isOver = true;
    this.#failure = error;
    this.#wake();
  };

  /** The first beat comes at once. */
  async *beats(signal: AbortSignal): AsyncGenerator<void, void, undefined> {
    const wake = () => this.#wake();
    signal.addEventListener('abort', wake, { once: true });
    try {
      for (;;) {
        while (!this.#isDue && !this.#isOver && !signal.aborted) await this.#sleep();
        if (this.#failure !== undefined) throw this.#failure;
        if (this.#isOver || signal.aborted) return;
        this.#isDue = false;
        yield;
        await this.#rest(signal);
      }
    } finally {
      signal.removeEventListener('abort', wake);
    }
  }

  #sleep(): Promise<void> {
    return new Promise(resolve => {
      this.#wake = resolve;
    });
  }

  #rest(signal: AbortSignal): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.#clock.after(REST_MS, resolve);
      const stop = () => {
        cancel();
        resolve();
      };
      if (signal.aborted) stop();
      else signal.addEventListener('abort', stop, { once: true });
    });
  }
}
