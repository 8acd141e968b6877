export interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
  cancelled: boolean;
}

function before(left: Timer, right: Timer): boolean {
  return left.at < right.at || (left.at === right.at && left.order < right.order);
}

/** Timers by due time; equal times run in the order they were set, which is what makes a run repeatable. */
export class TimerHeap {
  private readonly heap: Timer[] = [];
  private order = 0;
  private cancelled = 0;

  get size(): number {
    return this.heap.length - this.cancelled;
  }

  /** @returns the function that cancels the timer */
  add(at: number, callback: () => void): () => void {
    const timer: Timer = { at, order: this.order++, callback, cancelled: false };
    this.heap.push(timer);
    this.rise(this.heap.length - 1);
    return () => {
      if (timer.cancelled) return;
      timer.cancelled = true;
      this.cancelled += 1;
      if (this.cancelled > 1000 && this.cancelled * 2 > this.heap.length) this.compact();
    };
  }

  /** The earliest timer that is due at `now`, taken out. */
  takeDue(now: number): Timer | undefined {
    const at = this.nextAt();
    return at === undefined || at > now ? undefined : this.pop();
  }

  nextAt(): number | undefined {
    while (this.heap[0]?.cancelled) this.pop();
    return this.heap[0]?.at;
  }

  private pop(): Timer | undefined {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    if (first.cancelled) this.cancelled -= 1;
    else first.cancelled = true; // a later cancel of a timer that ran must not be counted
    return first;
  }

  private compact(): void {
    const live = this.heap.filter(timer => !timer.cancelled);
    this.heap.length = 0;
    this.cancelled = 0;
    for (const timer of live) {
      this.heap.push(timer);
      this.rise(this.heap.length - 1);
    }
  }

  private swap(left: number, right: number): void {
    const [a, b] = [this.heap[left], this.heap[right]];
    if (a === undefined || b === undefined) return;
    this.heap[left] = b;
    this.heap[right] = a;
  }

  private isBefore(left: number, right: number): boolean {
    const [a, b] = [this.heap[left], this.heap[right]];
    return a !== undefined && b !== undefined && before(a, b);
  }

  private rise(from: number): void {
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (!this.isBefore(at, parent)) return;
      this.swap(at, parent);
      at = parent;
    }
  }

  private sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      const smallest = [left, left + 1].reduce(
        (best, child) => (this.isBefore(child, best) ? child : best),
        at,
      );
      if (smallest === at) return;
      this.swap(at, smallest);
      at = smallest;
    }
  }
}
