import type { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import type { Clock } from '@kubemate/kube-node';

const RETRY_MS = [1_000, 5_000, 30_000, 120_000];

interface Item {
  readonly key: string;
  readonly work: (attempt: number) => Promise<void>;
  readonly dueAt: number;
  readonly attempt: number;
}

/** Work by key, a few at a time, tried again when it fails. Work that waits is replaced by newer of the same key. */
export class WorkQueue {
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #signal: AbortSignal;
  readonly #parallel: number;
  readonly #waiting = new Map<string, Item>();
  readonly #running = new Set<string>();
  #cancelTimer = () => {};

  constructor(options: {
    clock: Clock;
    logger: LoggerService;
    signal: AbortSignal;
    parallel: number;
  }) {
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#signal = options.signal;
    this.#parallel = options.parallel;
    options.signal.addEventListener('abort', () => this.#cancelTimer(), { once: true });
  }

  /** Work that waits already keeps the earlier of both times. */
  add(key: string, work: Item['work'], delayMs = 0): void {
    const dueAt = this.#clock.now() + delayMs;
    const known = this.#waiting.get(key);
    this.#put({ key, work, dueAt: Math.min(dueAt, known?.dueAt ?? dueAt), attempt: 0 });
  }

  delete(key: string): void {
    this.#waiting.delete(key);
  }

  #put(item: Item): void {
    this.#waiting.set(item.key, item);
    this.#start();
  }

  #start(): void {
    this.#cancelTimer();
    if (this.#signal.aborted) return;
    const now = this.#clock.now();
    let next = Infinity;
    for (const item of this.#waiting.values()) {
      if (this.#running.size >= this.#parallel) return;
      if (this.#running.has(item.key)) continue;
      if (item.dueAt <= now) void this.#run(item);
      else next = Math.min(next, item.dueAt);
    }
    if (next < Infinity) this.#cancelTimer = this.#clock.after(next - now, () => this.#start());
  }

  async #run(item: Item): Promise<void> {
    const { key, work, attempt } = item;
    this.#waiting.delete(key);
    this.#running.add(key);
    try {
      await work(attempt);
    } catch (error) {
      if (!this.#signal.aborted) {
        const delay = RETRY_MS[attempt] ?? RETRY_MS.at(-1) ?? 0;
        this.#logger.warn(`${key} is tried again in ${delay / 1000} s`, toError(error));
        if (!this.#waiting.has(key))
          this.#waiting.set(key, {
            ...item,
            dueAt: this.#clock.now() + delay,
            attempt: attempt + 1,
          });
      }
    } finally {
      this.#running.delete(key);
      this.#start();
    }
  }
}
