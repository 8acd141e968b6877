import type { Clock } from '@kubemate/kube-node';

/** Time that stands still until a test moves it. */
export class TestClock implements Clock {
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();
  #time: number;

  constructor(time = 1_000_000_000_000) {
    this.#time = time;
  }

  now(): number {
    return this.#time;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#time + delayMs, run: callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** What is due on the way runs, and everything that it starts with the database comes to rest, before time goes on. */
  async advance(ms: number): Promise<void> {
    const end = this.#time + ms;
    for (;;) {
      await rest();
      const [next] = [...this.#timers].sort((left, right) => left.at - right.at);
      if (next === undefined || next.at > end) break;
      this.#timers.delete(next);
      this.#time = Math.max(this.#time, next.at);
      next.run();
    }
    this.#time = end;
    await rest();
  }

  /** As where the machine has slept: what was due runs once, late. */
  async jump(ms: number): Promise<void> {
    this.#time += ms;
    const due = [...this.#timers].filter(({ at }) => at <= this.#time);
    for (const timer of due) {
      this.#timers.delete(timer);
      timer.run();
    }
    await rest();
  }
}

/** SQLite in memory answers within some turns of the event loop. */
export async function rest(): Promise<void> {
  for (let turn = 0; turn < 40; turn++) await new Promise(resolve => setImmediate(resolve));
}
