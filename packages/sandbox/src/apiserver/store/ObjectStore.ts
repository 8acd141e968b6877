import type { KubeObject } from '@kubemate/kube-common';
import { EventLog, type StoreEvent } from './EventLog';
import { SortedList } from './SortedList';
import { ParsedObjects, StoredObject } from './StoredObject';

export type StoreListener = (event: StoreEvent) => void;

/** All objects of one resource, whatever version they are asked for in. */
export class Collection {
  private list = SortedList.empty<StoredObject>();
  private readonly listeners = new Set<StoreListener>();
  readonly log: EventLog;

  constructor(
    readonly name: string,
    logLimit: number,
    startRevision: number,
  ) {
    this.log = new EventLog(logLimit, startRevision);
  }

  get(key: string): StoredObject | undefined {
    return this.list.get(key);
  }

  /** What is stored now; it stays as it is when the collection changes. */
  snapshot(): SortedList<StoredObject> {
    return this.list;
  }

  get size(): number {
    return this.list.size;
  }

  subscribe(listener: StoreListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** For {@link ObjectStore} only: stores without telling anybody. */
  apply(event: StoreEvent): void {
    this.list =
      event.type === 'DELETED' ? this.list.without(event.entry.key) : this.list.with(event.entry);
    this.log.push(event);
  }

  /** For {@link ObjectStore} only. */
  notify(event: StoreEvent): void {
    for (const listener of [...this.listeners]) listener(event);
  }
}

/** etcd's part: revisions, collections, history. Knows nothing of what the objects mean. */
export class ObjectStore {
  private readonly collections = new Map<string, Collection>();
  private readonly pool: ParsedObjects;
  private readonly pending: { collection: Collection; event: StoreEvent }[] = [];
  private readonly observers: ((collection: Collection, event: StoreEvent) => void)[] = [];
  private draining = false;
  private current = 1;
  /** Revision up to which history is forgotten. */
  private compacted = 0;

  constructor(private readonly options: { parsedObjects: number; eventsPerResource: number }) {
    this.pool = new ParsedObjects(options.parsedObjects);
  }

  /** Revision of the latest write. */
  get revision(): number {
    return this.current;
  }

  collection(name: string): Collection {
    const known = this.collections.get(name);
    if (known !== undefined) return known;
    const created = new Collection(name, this.options.eventsPerResource, this.compacted);
    this.collections.set(name, created);
    return created;
  }

  all(): Iterable<Collection> {
    return this.collections.values();
  }

  /** Forgets the history up to now, as etcd's compaction does. */
  compact(): void {
    this.compacted = this.current;
    for (const collection of this.collections.values()) collection.log.compact(this.current);
  }

  /** Called for every change of every collection, before its own listeners. */
  observe(observer: (collection: Collection, event: StoreEvent) => void): void {
    this.observers.push(observer);
  }

  /** Stores a new revision of the object; sets its `resourceVersion`. The caller hands the object over. */
  put(collection: Collection, object: KubeObject): StoredObject {
    this.current += 1;
    object.metadata.resourceVersion = String(this.current);
    const entry = new StoredObject(object, this.current, this.pool);
    const previous = collection.get(entry.key);
    if (previous !== undefined) this.pool.forget(previous);
    this.emit(collection, previous === undefined ? 'ADDED' : 'MODIFIED', { entry, previous });
    return entry;
  }

  /** @param last - final state to show watchers, where it differs from the stored one */
  remove(collection: Collection, previous: StoredObject, last?: KubeObject): StoredObject {
    this.current += 1;
    const object = last ?? previous.object();
    const final = {
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.current) },
    };
    const entry = new StoredObject(final, this.current, this.pool);
    this.pool.forget(previous);
    this.emit(collection, 'DELETED', { entry, previous });
    return entry;
  }

  private emit(
    collection: Collection,
    type: StoreEvent['type'],
    change: { entry: StoredObject; previous: StoredObject | undefined },
  ): void {
    const event: StoreEvent = { type, revision: this.current, encoded: new Map(), ...change };
    collection.apply(event);
    this.pending.push({ collection, event });
    this.drain();
  }

  /** Writes made by listeners queue up, so that every listener sees all events in order of revision. */
  private drain(): void {
    if (this.draining) return;
    this.draining = true;
    try {
      for (let next = this.pending.shift(); next !== undefined; next = this.pending.shift()) {
        for (const observer of this.observers) observer(next.collection, next.event);
        next.collection.notify(next.event);
      }
    } finally {
      this.draining = false;
    }
  }
}
