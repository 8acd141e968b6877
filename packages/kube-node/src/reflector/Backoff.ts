/** Delays that double with each failure, half of each random, so that many clients do not come back at once. */
export class Backoff {
  private failures = 0;

  constructor(private readonly options: { baseMs: number; maxMs: number; random: () => number }) {}

  /** The next delay in milliseconds; at least `atLeastMs`, which is spread upwards by up to a fifth. */
  next(atLeastMs = 0): number {
    const { baseMs, maxMs, random } = this.options;
    const full = Math.min(maxMs, baseMs * 2 ** Math.min(this.failures, 20));
    this.failures++;
    return Math.max(full * (0.5 + random() / 2), atLeastMs * (1 + random() / 5));
  }

  reset(): void {
    this.failures = 0;
  }
}
