import type { Clock } from '../reflector/Clock';

/** How old a decision may be; a binding that nobody sees being removed ends within this time. */
export const DECISION_MS = 30_000;
const MAX_DECISIONS = 10_000;

interface Decision {
  readonly at: number;
  readonly epoch: number;
  readonly value: Promise<unknown>;
}

/** Answers of one cluster to "who may what", each at most {@link DECISION_MS} old; the one unused longest goes first. */
export class DecisionCache {
  /** Map order is the order of use. */
  private readonly decisions = new Map<string, Decision>();
  private epoch = 0;

  constructor(private readonly clock: Clock) {}

  /** Every decision was made under rules that no longer hold. */
  invalidate(): void {
    this.epoch++;
  }

  /**
   * The decision for a key; made now where there is none that is young enough. Callers at the same time share one. Failures are
   * not kept.
   */
  get<T>(key: string, decide: () => Promise<T>, maxAgeMs = DECISION_MS): Promise<T> {
    const known = this.decisions.get(key);
    this.decisions.delete(key);
    if (known && known.epoch === this.epoch && this.clock.now() - known.at < maxAgeMs) {
      this.decisions.set(key, known);
      // Keys are made by the one caller that knows the type; see ClusterAccess.
      return known.value as Promise<T>;
    }
    const value = decide();
    const decision = { at: this.clock.now(), epoch: this.epoch, value };
    this.decisions.set(key, decision);
    value.catch(() => {
      if (this.decisions.get(key) === decision) this.decisions.delete(key);
    });
    if (this.decisions.size > MAX_DECISIONS) {
      const [oldest] = this.decisions.keys();
      if (oldest !== undefined) this.decisions.delete(oldest);
    }
    return value;
  }
}
