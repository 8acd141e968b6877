import { ServiceUnavailableError } from '@backstage/errors';

/** So many at a time; the others wait in turn, and no more than `waiting` of them. */
export class Semaphore {
  readonly #waiters: (() => void)[] = [];
  #free: number;

  constructor(private readonly options: { permits: number; waiting: number; name: string }) {
    this.#free = options.permits;
  }

  /** @throws ServiceUnavailableError where too many wait; the signal's reason where it aborts */
  async run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await work();
    } finally {
      const next = this.#waiters.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free -= 1;
      return;
    }
    if (this.#waiters.length >= this.options.waiting)
      throw new ServiceUnavailableError(`Too much is asked of ${this.options.name} at once`);
    await new Promise<void>((resolve, reject) => {
      const entered = new AbortController();
      const enter = () => {
        entered.abort();
        resolve();
      };
      const leave = () => {
        this.#waiters.splice(this.#waiters.indexOf(enter), 1);
        reject(signal.reason);
      };
      this.#waiters.push(enter);
      signal.addEventListener('abort', leave, { once: true, signal: entered.signal });
    });
  }
}
