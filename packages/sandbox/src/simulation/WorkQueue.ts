import type { Clock } from '../Clock';

const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 120_000;
const KEYS_PER_TURN = 16;

/**
 * Keys to be looked at, each at most once at a time: the work queue of controller-runtime on a {@link Clock}.
 * It is bounded by the number of distinct keys. A key whose processing throws is retried with doubling delay.
 */
export class WorkQueue {
  private readonly ready = new Set<string>();
  private readonly waiting = new Map<string, { at: number; cancel: () => void }>();
  private readonly failures = new Map<string, number>();
  private turn: (() => void) | undefined;
  private closed = false;

  constructor(
    private readonly options: {
      clock: Clock;
      process: (key: string) => void;
      onError: (key: string, error: unknown) => void;
    },
  ) {}

  /** Asks for the key to be processed after `delayMs`; an earlier request for it stands. */
  add(key: string, delayMs = 0): void {
    if (this.closed || this.ready.has(key)) return;
    if (delayMs <= 0) {
      this.unwait(key);
      this.ready.add(key);
      this.schedule();
      return;
    }
    const at = this.options.clock.now() + delayMs;
    const known = this.waiting.get(key);
    if (known !== undefined && known.at <= at) return;
    known?.cancel();
    const cancel = this.options.clock.after(delayMs, () => {
      this.waiting.delete(key);
      this.add(key);
    });
    this.waiting.set(key, { at, cancel });
  }

  /** Forgets a key that no longer means anything. */
  forget(key: string): void {
    this.unwait(key);
    this.ready.delete(key);
    this.failures.delete(key);
  }

  get size(): number {
    return this.ready.size + this.waiting.size;
  }

  close(): void {
    this.closed = true;
    this.turn?.();
    for (const { cancel } of this.waiting.values()) cancel();
    this.waiting.clear();
    this.ready.clear();
  }

  private unwait(key: string): void {
    this.waiting.get(key)?.cancel();
    this.waiting.delete(key);
  }

  private schedule(): void {
    this.turn ??= this.options.clock.after(0, () => this.drain());
  }

  private drain(): void {
    this.turn = undefined;
    let left = KEYS_PER_TURN;
    for (const key of this.ready) {
      if (left-- === 0) break;
      this.ready.delete(key);
      this.run(key);
    }
    if (this.ready.size > 0 && !this.closed) this.schedule();
  }

  private run(key: string): void {
    try {
      this.options.process(key);
      this.failures.delete(key);
    } catch (error) {
      const failures = this.failures.get(key) ?? 0;
      this.failures.set(key, failures + 1);
      this.options.onError(key, error);
      this.add(key, Math.min(FIRST_RETRY_MS * 2 ** failures, LAST_RETRY_MS));
    }
  }
}
