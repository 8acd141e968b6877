import type { Clock } from '../Clock';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

const settle = () => new Promise<void>(resolve => setImmediate(resolve));

/** A clock that moves when a test says so, and lets everything that waits for a moment finish before it goes on. */
export class VirtualClock implements Clock {
  private time: number;
  private timers: Timer[] = [];
  private orders = 0;

  constructor(start = 1_790_000_000_000) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  /** Timers that wait; for tests that nothing is left behind. */
  get pending(): number {
    return this.timers.length;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.time + Math.max(0, delayMs), order: this.orders++, callback };
    let index = this.timers.length;
    while (index > 0 && (this.timers[index - 1]?.at ?? 0) > timer.at) index--;
    this.timers.splice(index, 0, timer);
    return () => {
      const at = this.timers.indexOf(timer);
      if (at >= 0) this.timers.splice(at, 1);
    };
  }

  async advance(durationMs: number): Promise<void> {
    const until = this.time + durationMs;
    await settle();
    for (let next = this.timers[0]; next !== undefined && next.at <= until; next = this.timers[0]) {
      this.timers.shift();
      this.time = next.at;
      next.callback();
      await settle();
    }
    this.time = until;
  }
}
