import type { Column, Row } from '@kubemate/kube-common';
import { applyRowDelta } from '@kubemate/plugin-clusters-common';
import type { ClustersApi, Failure, RowEvent, RowPage } from '@kubemate/plugin-clusters-common';
import { mayRecover } from '@kubemate/ui';
import type { RowQuestion } from './explorerState';
import { FIRST_WINDOW, type RowWindow } from './rowWindow';

/** What is known of the rows now. A new object on every change. */
export interface RowsSnapshot {
  /** `loading` until the first page, `failed` where asking again would not help. */
  readonly state: 'loading' | 'ready' | 'failed';
  readonly connection: 'connecting' | 'live' | 'offline';
  readonly columns: readonly Column[];
  readonly total: number;
  readonly failures: readonly Failure[];
  readonly asOf?: number;
  /** The newest error while the feed is `offline` or `failed`. */
  readonly error?: unknown;
  /** Epoch milliseconds of the next attempt while `offline`. */
  readonly retryAt?: number;
  /** By position in the whole result: the window's rows, and those of earlier windows. */
  readonly rows: ReadonlyMap<number, Row>;
}

export interface RowsFeedOptions {
  readonly client: Pick<ClustersApi, 'watchRows'>;
  readonly question: RowQuestion;
  /** A number in [0, 1), so that many tabs do not return in step. */
  readonly random?: () => number;
}

const FIRST_RETRY = 500;
const LONGEST_RETRY = 30_000;
/** A server that ends streams in good order, one after the other, is asked no faster than this. */
const REOPEN = 250;
/** Rows remembered outside the window, so that scrolling back draws them at once. */
const MAX_SEEN = 2000;

/**
 * One live question to the row API. Follows a window of the result, keeps rows of earlier windows, and comes back by
 * itself after a break. Without React: {@link useRowsFeed} is the thin hook on it.
 */
export class RowsFeed {
  readonly #options: RowsFeedOptions;
  readonly #listeners = new Set<() => void>();
  readonly #seen = new Map<number, Row>();
  #window: RowWindow = FIRST_WINDOW;
  #page: RowPage | undefined;
  #snapshot: RowsSnapshot;
  #stream: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #attempts = 0;

  constructor(options: RowsFeedOptions) {
    this.#options = options;
    this.#snapshot = {
      state: 'loading',
      connection: 'connecting',
      columns: [],
      total: 0,
      failures: [],
      rows: new Map(),
    };
  }

  readonly snapshot = (): RowsSnapshot => this.#snapshot;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  open(): void {
    if (this.#stream === undefined) this.#connect();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#stream?.abort();
    this.#stream = undefined;
  }

  get window(): RowWindow {
    return this.#window;
  }

  /** Follows another part of the result; rows seen so far stay until the new ones are there. */
  setWindow(window: RowWindow): void {
    if (window.offset === this.#window.offset && window.limit === this.#window.limit) return;
    this.#window = window;
    if (this.#stream !== undefined && this.#snapshot.state !== 'failed') this.#connect();
  }

  /** Tries at once instead of waiting for the next attempt. */
  retry(): void {
    this.#attempts = 0;
    this.#update({
      state: this.#page === undefined ? 'loading' : 'ready',
      connection: 'connecting',
      error: undefined,
      retryAt: undefined,
    });
    this.#connect();
  }

  /** Tries at once where it waits for a server that was away; for the browser's `online`. */
  readonly wake = (): void => {
    const { connection, state } = this.#snapshot;
    if (connection === 'offline' && state !== 'failed') this.retry();
  };

  #connect(): void {
    this.close();
    const stream = new AbortController();
    this.#stream = stream;
    // The promise never rejects: every failure becomes a state of the snapshot.
    void this.#follow(stream.signal);
  }

  async #follow(signal: AbortSignal): Promise<void> {
    try {
      const { client, question } = this.#options;
      const query = { ...question, ...this.#window };
      for await (const event of client.watchRows(query, { signal })) {
        if (signal.aborted) return;
        this.#attempts = 0;
        this.#receive(event);
      }
      if (!signal.aborted) this.#timer = setTimeout(() => this.#connect(), REOPEN);
    } catch (error) {
      if (!signal.aborted) this.#fail(error);
    }
  }

  #receive(event: RowEvent): void {
    if (event.type === 'page') {
      this.#remember();
      this.#page = event.page;
    } else if (this.#page !== undefined) {
      const { failures, asOf } = event.type === 'status' ? event : this.#page;
      this.#page =
        event.type === 'delta'
          ? applyRowDelta(this.#page, event.delta)
          : { ...this.#page, failures, asOf };
    }
    this.#show();
  }

  #show(): void {
    const page = this.#page;
    if (page === undefined) return;
    const { columns, total, failures, asOf } = page;
    this.#update({
      state: 'ready',
      connection: 'live',
      columns,
      total,
      failures,
      asOf,
      error: undefined,
      retryAt: undefined,
      rows: this.#rows(page),
    });
  }

  #rows(page: RowPage): ReadonlyMap<number, Row> {
    const rows = new Map<number, Row>();
    for (const [index, row] of this.#seen) if (index < page.total) rows.set(index, row);
    page.items.forEach((row, position) => rows.set(page.offset + position, row));
    return rows;
  }

  #fail(error: unknown): void {
    if (!mayRecover(error)) {
      this.#update({ state: 'failed', connection: 'offline', error, retryAt: undefined });
      return;
    }
    const { random = Math.random } = this.#options;
    const longest = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** this.#attempts);
    const wait = longest / 2 + (random() * longest) / 2;
    this.#attempts += 1;
    this.#update({ connection: 'offline', error, retryAt: Date.now() + wait });
    this.#timer = setTimeout(() => this.#connect(), wait);
  }

  #remember(): void {
    const page = this.#page;
    if (page === undefined) return;
    page.items.forEach((row, position) => {
      // Re-inserting moves a row to the end, so the rows dropped first are those left longest ago.
      this.#seen.delete(page.offset + position);
      this.#seen.set(page.offset + position, row);
    });
    for (const index of this.#seen.keys()) {
      if (this.#seen.size <= MAX_SEEN) break;
      this.#seen.delete(index);
    }
  }

  #update(change: Partial<RowsSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}
