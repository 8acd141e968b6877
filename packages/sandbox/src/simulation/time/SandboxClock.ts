import type { Clock } from '../../Clock';
import { TimerHeap } from './TimerHeap';

// Between turns other work of the process gets its chance; one callback is at most some tenths of a millisecond.
const CALLBACKS_PER_TURN = 64;

/**
 * The clock of a whole sandbox. It starts in the past and is turned by hand, so that start-up can live through days of
 * history in a second; from {@link goLive} on it follows the clock beneath.
 */
export class SandboxClock implements Clock {
  private readonly timers = new TimerHeap();
  private current: number;
  private live = false;
  private closed = false;
  private armed: { at: number; cancel: () => void } | undefined;

  constructor(
    private readonly base: Clock,
    startAt: number,
  ) {
    this.current = startAt;
  }

  now(): number {
    return this.live ? Math.max(this.current, this.base.now()) : this.current;
  }

  get isLive(): boolean {
    return this.live;
  }

  after(delayMs: number, callback: () => void): () => void {
    if (this.closed) return () => {};
    const cancel = this.timers.add(this.now() + Math.max(0, delayMs), callback);
    if (this.live) this.arm();
    return cancel;
  }

  /** Moves to `time` and runs everything that falls due on the way, each at its own time. */
  advanceTo(time: number): void {
    for (let at = this.timers.nextAt(); at !== undefined && at <= time; at = this.timers.nextAt()) {
      this.current = Math.max(this.current, at);
      this.timers.takeDue(this.current)?.callback();
    }
    this.current = Math.max(this.current, time);
  }

  /** Moves to `time` as if the machine had slept: what fell due meanwhile runs once, late. */
  leapTo(time: number): void {
    this.current = Math.max(this.current, time);
  }

  /** From here on the clock beneath turns this one. */
  goLive(): void {
    this.live = true;
    this.arm();
  }

  close(): void {
    this.closed = true;
    this.armed?.cancel();
  }

  private arm(): void {
    const at = this.timers.nextAt();
    if (at === undefined || this.closed) return;
    if (this.armed !== undefined && this.armed.at <= at) return;
    this.armed?.cancel();
    const cancel = this.base.after(Math.max(0, at - this.now()), () => this.turn());
    this.armed = { at, cancel };
  }

  private turn(): void {
    this.armed = undefined;
    for (let count = 0; count < CALLBACKS_PER_TURN && !this.closed; count++) {
      const timer = this.timers.takeDue(this.now());
      if (timer === undefined) break;
      this.current = Math.max(this.current, timer.at);
      timer.callback();
    }
    this.arm();
  }
}
