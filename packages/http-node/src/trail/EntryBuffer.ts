const DEFAULT_CAPACITY = 10_000;

/**
 * What the server noted, on its way to the audit trail. Bounded, and never waited for: what finds no room is counted, not kept.
 */
export class EntryBuffer<Entry> {
  readonly #entries: Entry[] = [];
  #capacity = 0;
  #dropped = 0;
  #onAdded = () => {};

  /** Starts keeping entries; without anybody who takes them none is kept. */
  open({ capacity = DEFAULT_CAPACITY, onAdded }: { capacity?: number; onAdded: () => void }): void {
    this.#capacity = capacity;
    this.#onAdded = onAdded;
  }

  get isOpen(): boolean {
    return this.#capacity > 0;
  }

  get size(): number {
    return this.#entries.length;
  }

  add(entry: Entry): void {
    if (this.#entries.length >= this.#capacity) {
      if (this.isOpen) this.#dropped += 1;
      return;
    }
    this.#entries.push(entry);
    this.#onAdded();
  }

  /** The oldest entries, and how many were dropped since the last call. */
  take(limit: number): { readonly entries: readonly Entry[]; readonly dropped: number } {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return { entries: this.#entries.splice(0, limit), dropped };
  }

  /** Gives back what could not be delivered; where there is no room for it any more it counts as dropped. */
  giveBack({ entries, dropped }: ReturnType<EntryBuffer<Entry>['take']>): void {
    const room = Math.max(0, this.#capacity - this.#entries.length);
    const kept = entries.slice(0, room);
    this.#entries.unshift(...kept);
    this.#dropped += dropped + entries.length - kept.length;
  }
}
