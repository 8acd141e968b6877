import { useSyncExternalStore } from 'react';

/** One timer for every age on the screen, stopped while nothing shows one. */
class Ticker {
  readonly #listeners = new Set<() => void>();
  #now = Date.now();
  #timer: ReturnType<typeof setInterval> | undefined;

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    if (this.#timer === undefined) {
      this.#now = Date.now();
      this.#timer = setInterval(() => this.#tick(), 1000);
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  };

  readonly now = () => this.#now;

  #tick() {
    this.#now = Date.now();
    for (const listener of this.#listeners) listener();
  }
}

const ticker = new Ticker();

/**
 * What `select` makes of the time now, each second. The component renders again only when that changes, so a table full
 * of ages in days costs nothing per second.
 */
export function useNow<T extends string | number | boolean>(select: (now: number) => T): T {
  return useSyncExternalStore(ticker.subscribe, () => select(ticker.now()));
}
