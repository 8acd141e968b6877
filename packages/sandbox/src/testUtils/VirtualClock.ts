import type { Clock } from '../Clock';
import { TimerHeap } from '../simulation/time/TimerHeap';

/** Time that stands still until a test moves it. */
export class VirtualClock implements Clock {
  private readonly timers = new TimerHeap();

  constructor(private current = Date.UTC(2026, 8, 1, 12)) {}

  now(): number {
    return this.current;
  }

  after(delayMs: number, callback: () => void): () => void {
    return this.timers.add(this.current + Math.max(0, delayMs), callback);
  }

  /** Runs what falls due within `ms`, each at its own time. */
  advance(ms: number): void {
    const end = this.current + ms;
    for (let at = this.timers.nextAt(); at !== undefined && at <= end; at = this.timers.nextAt()) {
      this.current = Math.max(this.current, at);
      this.timers.takeDue(this.current)?.callback();
    }
    this.current = end;
  }

  /** Moves on without running what falls due: it runs, late, with the next `advance`. */
  leap(ms: number): void {
    this.current += ms;
  }

  /** How many timers are waiting. */
  get pending(): number {
    return this.timers.size;
  }
}
