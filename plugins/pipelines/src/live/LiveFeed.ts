import { mayRecover } from '@kubemate/ui';

/** What is known of a stream. */
export interface LiveSnapshot<S> {
  /** What the events so far make; absent before the first. */
  readonly data?: S;
  /** `ended`: the server said that nothing more comes. */
  readonly connection: 'connecting' | 'live' | 'offline' | 'ended' | 'failed';
  readonly error?: unknown;
}

export interface LiveFeedOptions<E, S> {
  open(signal: AbortSignal): AsyncIterable<E>;
  /** The state with one event more; `isFirst` on the first event after a (new) connection. */
  apply(state: S | undefined, event: E, isFirst: boolean): S | undefined;
  /** After this event nothing more comes. */
  isEnd?(event: E): boolean;
}

const FIRST_RETRY = 1000;
const LONGEST_RETRY = 30_000;

/** Follows a stream of events and folds them into one state; takes itself up again where the connection breaks. */
export class LiveFeed<E, S> {
  readonly #options: LiveFeedOptions<E, S>;
  readonly #listeners = new Set<() => void>();
  #stream = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #snapshot: LiveSnapshot<S> = { connection: 'connecting' };
  #attempts = 0;

  constructor(options: LiveFeedOptions<E, S>) {
    this.#options = options;
  }

  readonly snapshot = (): LiveSnapshot<S> => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  open(): void {
    clearTimeout(this.#timer);
    this.#stream.abort();
    this.#stream = new AbortController();
    void this.#follow(this.#stream.signal);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stream.abort();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { open, apply, isEnd } = this.#options;
    let isFirst = true;
    try {
      for await (const event of open(signal)) {
        if (signal.aborted) return;
        this.#attempts = 0;
        const data = apply(this.#snapshot.data, event, isFirst);
        isFirst = false;
        if (isEnd?.(event)) {
          this.#update({ data, connection: 'ended' });
          return;
        }
        this.#update({ data, connection: 'live' });
      }
      if (!signal.aborted) this.#retry(undefined);
    } catch (error) {
      if (signal.aborted) return;
      if (mayRecover(error)) this.#retry(error);
      else this.#update({ data: this.#snapshot.data, connection: 'failed', error });
    }
  }

  #retry(error: unknown): void {
    const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#attempts);
    this.#attempts += 1;
    this.#update({ data: this.#snapshot.data, connection: 'offline', error });
    this.#timer = setTimeout(() => this.open(), wait);
  }

  #update(next: LiveSnapshot<S>): void {
    this.#snapshot = next;
    for (const listener of this.#listeners) listener();
  }
}
