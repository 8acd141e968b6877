import { dataTime } from './dataTime';
import type { Column } from '@kubemate/kube-common';
import type { ClusterFailure, RowEvent } from '../KubeService';
import type { Clock } from '../reflector/Clock';
import type { RowSource } from './MatchedRows';
import type { NamespaceIds } from './NamespaceSet';
import type { ParsedRowQuery } from './parseRowQuery';
import { queryRows, type RowWindow } from './queryRows';
import { diffRows, haveDistinctUids, type RowChanges } from './rowDelta';
import type { RowSubscription, SerialisedRowEvent } from './RowSubscription';

/** A window that somebody follows. */
export interface RowView {
  /** Tells apart views whose failures differ although their sources are the same: the clusters that were asked for. */
  readonly scope: string;
  readonly query: ParsedRowQuery;
  readonly sources: readonly RowSource[];
  readonly columns: readonly Column[];
  /** Why parts are missing, asked anew at each change. */
  failures(): readonly ClusterFailure[];
}

export interface RowViewOptions {
  readonly clock: Clock;
  readonly ids: NamespaceIds;
  /** Changes closer together than this become one event. */
  readonly intervalMs: number;
  /** How often a view without changes says how old its data is. */
  readonly statusMs: number;
}

/** Ages pass thresholds while rows stay the same, so a filter on them is asked again this often. */
const TIMED_REFRESH_MS = 5000;

function isEmpty(changes: RowChanges): boolean {
  return changes.removed.length + changes.inserted.length + changes.updated.length === 0;
}

function serialise(event: RowEvent): SerialisedRowEvent {
  return { event, json: JSON.stringify(event) };
}

/** One window, computed and serialised once for all who follow it. */
export class SharedRowView {
  private readonly subscriptions = new Set<RowSubscription>();
  private readonly stop: (() => void)[] = [];
  private window: RowWindow;
  private versions: number[];
  private failures: readonly ClusterFailure[];
  private failuresJson: string;
  private page: SerialisedRowEvent | undefined;
  private cancelTick: (() => void) | undefined;
  private cancelRefresh: (() => void) | undefined;
  private lastTick = -Infinity;
  private saidAsOf: number;

  constructor(
    private readonly view: RowView,
    private readonly options: RowViewOptions,
  ) {
    this.window = this.compute();
    this.versions = this.storeVersions();
    this.failures = view.failures();
    this.failuresJson = JSON.stringify(this.failures);
    this.saidAsOf = this.window.asOf;
    for (const { store } of view.sources) this.stop.push(store.subscribe(() => this.schedule()));
    this.lookAgainLater();
  }

  get isUnused(): boolean {
    return this.subscriptions.size === 0;
  }

  add(subscription: RowSubscription): void {
    this.subscriptions.add(subscription);
  }

  remove(subscription: RowSubscription): void {
    this.subscriptions.delete(subscription);
  }

  close(): void {
    this.cancelTick?.();
    this.cancelRefresh?.();
    for (const stop of this.stop) stop();
  }

  /** The whole window as it stands after the latest event; serialised once for all who need it. */
  currentPage(): SerialisedRowEvent {
    this.page ??= serialise({ type: 'page', page: this.buildPage() });
    return this.page;
  }

  private buildPage() {
    const { columns } = this.view;
    return { ...this.window, failures: this.failures, columns };
  }

  private compute(): RowWindow {
    const { query, sources } = this.view;
    const { clock, ids } = this.options;
    return queryRows(query, { sources, ids, now: clock.now() });
  }

  private storeVersions(): number[] {
    return this.view.sources.map(({ store }) => store.version);
  }

  private schedule(): void {
    if (this.cancelTick !== undefined) return;
    const { clock, intervalMs } = this.options;
    const delay = Math.max(0, this.lastTick + intervalMs - clock.now());
    this.cancelTick = clock.after(delay, () => this.tick());
  }

  /** A view without changes still says how old its data is, and a filter on ages is asked again. */
  private lookAgainLater(): void {
    const { timed } = this.view.query.matcher;
    const delay = timed ? TIMED_REFRESH_MS : this.options.statusMs;
    this.cancelRefresh = this.options.clock.after(delay, () => {
      if (timed) this.versions = [];
      this.schedule();
      this.lookAgainLater();
    });
  }

  private tick(): void {
    this.cancelTick = undefined;
    this.lastTick = this.options.clock.now();
    const failures = this.view.failures();
    const failuresJson = JSON.stringify(failures);
    const failuresChanged = failuresJson !== this.failuresJson;
    this.failures = failures;
    this.failuresJson = failuresJson;
    const event = this.rowEvent();
    // A page carries the failures itself; a delta does not.
    if (event !== undefined) this.publish(event);
    const { asOf } = this.window;
    const quiet = event === undefined && asOf >= this.saidAsOf + this.options.statusMs;
    if (quiet || (failuresChanged && event?.event.type !== 'page')) {
      this.page = undefined;
      this.publish(serialise({ type: 'status', failures, asOf }));
    }
  }

  private rowEvent(): SerialisedRowEvent | undefined {
    const versions = this.storeVersions();
    const unchanged = versions.every((version, at) => version === this.versions[at]);
    if (unchanged && versions.length === this.versions.length) {
      this.window = { ...this.window, asOf: this.oldestData() };
      return undefined;
    }
    this.versions = versions;
    const before = this.window;
    this.window = this.compute();
    const { items, total, asOf, offset } = this.window;
    this.page = undefined;
    if (offset !== before.offset || !haveDistinctUids(items) || !haveDistinctUids(before.items)) {
      return this.currentPage();
    }
    const changes = diffRows(before.items, items);
    if (isEmpty(changes) && total === before.total) return undefined;
    return serialise({ type: 'delta', delta: { ...changes, total, asOf } });
  }

  private oldestData(): number {
    const now = this.options.clock.now();
    return Math.min(now, ...this.view.sources.map(({ store }) => dataTime(store.status, now)));
  }

  private publish(event: SerialisedRowEvent): void {
    this.saidAsOf = this.window.asOf;
    for (const subscription of this.subscriptions) subscription.push(event);
  }
}
