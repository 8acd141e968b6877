import type { Column, ResourceId, Row } from '@kubemate/kube-common';
import type { NamespaceIds } from './NamespaceSet';
import { type RowEntry, RowOrder } from './RowOrder';
import { type RowSort, parseRowSort } from './rowSort';

/** Why a store is not up to date, as a closed list. */
export type StoreProblem = 'unreachable' | 'denied' | 'not-served' | 'overloaded' | 'invalid';

/** How far a store can be trusted. Written by its reflector. */
export interface StoreStatus {
  /** `listing`: rows come in, some may still be missing. `live`: followed. `backoff`: waiting to try again. */
  readonly phase: 'listing' | 'live' | 'backoff' | 'stopped';
  /** Whether one list was ever complete. */
  readonly synced: boolean;
  /** Epoch milliseconds when the server last vouched for the rows; 0 before the first answer. */
  readonly asOf: number;
  /** Present while the latest attempt has failed. */
  readonly lastError?: { readonly problem: StoreProblem; readonly message: string };
  /** Present in `backoff`. */
  readonly nextRetryAt?: number;
}

/** What happened to one object. */
export type RowChange =
  | { readonly type: 'upsert'; readonly row: Row }
  | { readonly type: 'delete'; readonly namespace: string | undefined; readonly name: string };

/** Sort orders kept per store. One costs 8 bytes a row and a microsecond a change; the one unused longest goes first. */
const MAX_ORDERS = 16;

/**
 * The rows of one kind in one cluster. Changes come in batches from a reflector; queries read the maintained orders.
 * Objects are told apart by namespace and name, as the API server does: a uid may be absent (aggregated APIs).
 */
export class RowStore {
  readonly cluster: string;
  readonly resource: ResourceId;
  readonly columns: readonly Column[];

  private readonly namespaceIds: NamespaceIds;
  private readonly byNamespace = new Map<number, Map<string, RowEntry>>();
  private base: RowOrder;
  /** By sort text; Map order is the order of use. */
  private readonly orders = new Map<string, RowOrder>();
  private readonly listeners = new Set<() => void>();
  private currentStatus: StoreStatus = { phase: 'listing', synced: false, asOf: 0 };
  private generation = 0;
  private rowCount = 0;
  private changes = 0;

  constructor(options: {
    cluster: string;
    resource: ResourceId;
    columns: readonly Column[];
    namespaceIds: NamespaceIds;
  }) {
    this.cluster = options.cluster;
    this.resource = options.resource;
    this.columns = options.columns;
    this.namespaceIds = options.namespaceIds;
    this.base = new RowOrder(parseRowSort(undefined, []));
  }

  get size(): number {
    return this.rowCount;
  }

  /** Grows with every batch that changed something. */
  get version(): number {
    return this.changes;
  }

  get status(): StoreStatus {
    return this.currentStatus;
  }

  setStatus(status: StoreStatus): void {
    this.currentStatus = status;
    this.notify();
  }

  get(namespace: string | undefined, name: string): Row | undefined {
    const id = this.namespaceIds.idOf(namespace ?? '');
    return id === undefined ? undefined : this.byNamespace.get(id)?.get(name)?.row;
  }

  /** All rows by namespace and name. */
  *rows(): IterableIterator<Row> {
    for (const entry of this.base) yield entry.row;
  }

  /** All rows by namespace and name, with what filters need at hand. */
  get baseOrder(): RowOrder {
    return this.base;
  }

  /** Rows per namespace number, for totals without a scan. */
  *countsByNamespace(): IterableIterator<{ namespaceId: number; count: number }> {
    for (const [namespaceId, entries] of this.byNamespace) {
      yield { namespaceId, count: entries.size };
    }
  }

  /** The maintained order for a sort; made on first use. */
  order(sort: RowSort): RowOrder {
    if (sort.text === this.base.sort.text) return this.base;
    const known = this.orders.get(sort.text);
    const order = known ?? RowOrder.from(this.base, sort);
    this.orders.delete(sort.text);
    this.orders.set(sort.text, order);
    if (this.orders.size > MAX_ORDERS) {
      const [oldest] = this.orders.keys();
      if (oldest !== undefined) this.orders.delete(oldest);
    }
    return order;
  }

  /** Applies one batch; listeners hear of it once. */
  apply(batch: readonly RowChange[]): void {
    let changed = false;
    for (const change of batch) {
      changed =
        (change.type === 'upsert'
          ? this.upsert(change.row)
          : this.delete(change.namespace, change.name)) || changed;
    }
    if (changed) this.changed();
  }

  /** Starts a complete list: from here on every object that exists will be upserted before {@link endList}. */
  beginList(): void {
    this.generation++;
  }

  /** Ends a complete list: what it did not contain no longer exists. A list that broke off is never ended, so it deletes nothing. */
  endList(): number {
    const ghosts: RowEntry[] = [];
    for (const entry of this.base) {
      if (entry.generation !== this.generation) ghosts.push(entry);
    }
    if (ghosts.length > this.rowCount / 4) this.removeMany(ghosts);
    else for (const ghost of ghosts) this.removeEntry(ghost);
    if (ghosts.length > 0) this.changed();
    return ghosts.length;
  }

  /** Calls back after every batch and status change, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private upsert(row: Row): boolean {
    const namespaceId = this.namespaceIds.intern(row.namespace);
    let entries = this.byNamespace.get(namespaceId);
    if (entries === undefined) {
      entries = new Map();
      this.byNamespace.set(namespaceId, entries);
    }
    const entry = entries.get(row.name);
    if (entry !== undefined) return this.replace(entry, row);
    const added: RowEntry = {
      row,
      namespaceId,
      generation: this.generation,
    };
    entries.set(row.name, added);
    this.rowCount++;
    this.base.insert(added);
    for (const order of this.orders.values()) order.insert(added);
    return true;
  }

  private replace(entry: RowEntry, row: Row): boolean {
    entry.generation = this.generation;
    const old = entry.row;
    // A relist brings back mostly what is known; an unchanged version is the same object.
    const same = row.resourceVersion !== '' && old.resourceVersion === row.resourceVersion;
    if (same && old.uid === row.uid) return false;
    const moved: RowOrder[] = [];
    this.base.touch(entry);
    for (const order of this.orders.values()) {
      const { value } = order.sort;
      if (value(old) === value(row)) order.touch(entry);
      else {
        order.remove(entry);
        moved.push(order);
      }
    }
    entry.row = row;
    for (const order of moved) order.insert(entry);
    return true;
  }

  private delete(namespace: string | undefined, name: string): boolean {
    const id = this.namespaceIds.idOf(namespace ?? '');
    const entry = id === undefined ? undefined : this.byNamespace.get(id)?.get(name);
    if (entry === undefined) return false;
    this.removeEntry(entry);
    return true;
  }

  /** Building the orders anew is cheaper than taking most rows out one by one. */
  private removeMany(entries: readonly RowEntry[]): void {
    for (const entry of entries) this.forget(entry);
    const { generation } = this;
    const kept = [...this.base].filter(entry => entry.generation === generation);
    this.base = RowOrder.from(kept, this.base.sort);
    this.orders.clear();
  }

  private removeEntry(entry: RowEntry): void {
    this.forget(entry);
    this.base.remove(entry);
    for (const order of this.orders.values()) order.remove(entry);
  }

  private forget(entry: RowEntry): void {
    const entries = this.byNamespace.get(entry.namespaceId);
    entries?.delete(entry.row.name);
    if (entries?.size === 0) this.byNamespace.delete(entry.namespaceId);
    this.rowCount--;
  }

  private changed(): void {
    this.changes++;
    this.notify();
  }

  private notify(): void {
    for (const listener of this.listeners) listener();
  }
}
