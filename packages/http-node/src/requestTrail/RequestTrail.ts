import type { RequestSource } from '../sourceOf';
import type { RouteNote } from './routeNotes';

/** One request that has been answered, or given up. */
export interface RequestEntry extends RouteNote, RequestSource {
  /** Epoch milliseconds of when it began. */
  readonly at: number;
  readonly durationMs: number;
  readonly method: string;
  /** Without the query, which may hold what is nobody's business. */
  readonly path: string;
  /** As it stands after `?`; only to tell a plan from a run. */
  readonly isPlan: boolean;
  readonly status: number;
  /** The bearer token, where no route has said whose it is. It leaves this buffer only to be resolved. */
  readonly token?: string;
}

const DEFAULT_CAPACITY = 10_000;

/**
 * Requests on their way to the audit trail. Bounded, and never waited for: what finds no room is counted, not kept.
 */
export class RequestTrail {
  readonly #entries: RequestEntry[] = [];
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

  add(entry: RequestEntry): void {
    if (this.#entries.length >= this.#capacity) {
      if (this.isOpen) this.#dropped += 1;
      return;
    }
    this.#entries.push(entry);
    this.#onAdded();
  }

  /** The oldest entries, and how many were dropped since the last call. */
  take(limit: number): { readonly entries: readonly RequestEntry[]; readonly dropped: number } {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return { entries: this.#entries.splice(0, limit), dropped };
  }

  /** Gives back what could not be delivered; where there is no room for it any more it counts as dropped. */
  giveBack({ entries, dropped }: ReturnType<RequestTrail['take']>): void {
    const room = Math.max(0, this.#capacity - this.#entries.length);
    const kept = entries.slice(0, room);
    this.#entries.unshift(...kept);
    this.#dropped += dropped + entries.length - kept.length;
  }
}
