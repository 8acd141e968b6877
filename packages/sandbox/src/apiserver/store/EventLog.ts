import type { StoredObject } from './StoredObject';

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  /** The object after the change; for DELETED its last state, carrying the revision of the deletion. */
  readonly entry: StoredObject;
  /** The object before the change: decides whether a selector saw it before. */
  readonly previous: StoredObject | undefined;
  /** Wire text by representation, so that any number of watchers costs one serialisation. */
  readonly encoded: Map<string, string>;
}

/** The bounded tail of a collection's history: a watch can start from any revision after `oldest`. */
export class EventLog {
  private events: StoreEvent[] = [];
  /** A watch from a revision before this one has missed something. */
  private oldest: number;

  constructor(
    private readonly limit: number,
    startRevision: number,
  ) {
    this.oldest = startRevision;
  }

  push(event: StoreEvent): void {
    this.events.push(event);
    if (this.events.length > this.limit * 1.25) this.trim(this.limit);
  }

  /** Forgets everything up to now, as compaction does. */
  compact(revision: number): void {
    this.events = [];
    this.oldest = revision;
  }

  /** Events after `revision`, or undefined where some are no longer known. */
  since(revision: number): readonly StoreEvent[] | undefined {
    if (revision < this.oldest) return undefined;
    let low = 0;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.events[middle]?.revision ?? 0) <= revision) low = middle + 1;
      else high = middle;
    }
    return this.events.slice(low);
  }

  private trim(keep: number): void {
    const dropped = this.events.slice(0, this.events.length - keep);
    this.oldest = dropped.at(-1)?.revision ?? this.oldest;
    this.events = this.events.slice(-keep);
  }
}
