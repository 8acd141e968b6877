import type { OwnerReference } from '@kubemate/kube-common';
import type { Cluster } from './Cluster';
import type { ResourceType } from './ResourceType';
import type { Collection } from './store/ObjectStore';
import type { StoreEvent } from './store/EventLog';
import type { StoredObject } from './store/StoredObject';
import type { ObjectDeleter } from './writes/ObjectDeleter';
import type { ObjectWriter } from './writes/ObjectWriter';
import type { RequestUser } from './writes/WriteRequest';

const COLLECTOR: RequestUser = {
  name: 'system:serviceaccount:kube-system:generic-garbage-collector',
  groups: ['system:serviceaccounts', 'system:authenticated'],
};

interface Dependent {
  readonly collection: Collection;
  readonly key: string;
}

/** Owner garbage collection: background, foreground and orphan, driven by the store's own events. */
export class GarbageCollector {
  /** uid of an owner → its dependents. */
  private readonly dependents = new Map<string, Map<string, Dependent>>();
  /** uids of all stored objects: an owner reference to any other is absent. */
  private readonly present = new Set<string>();

  constructor(
    private readonly cluster: Cluster,
    private readonly access: { writer: ObjectWriter; deleter: ObjectDeleter },
  ) {}

  /** Follows the store from now on. */
  start(): void {
    this.cluster.store.observe((collection, event) => this.see(collection, event));
  }

  private see(collection: Collection, event: StoreEvent): void {
    const { entry, previous, type } = event;
    if (previous !== undefined) this.index(collection, previous, 'remove');
    if (type === 'DELETED') {
      this.present.delete(entry.uid);
      this.ownerGone(entry.uid);
      this.unblockOwners(entry);
      return;
    }
    this.present.add(entry.uid);
    this.index(collection, entry, 'add');
    if (type === 'ADDED') this.collectIfOrphaned(collection, entry);
    if (entry.object().metadata.deletionTimestamp !== undefined) this.finalize(collection, entry);
  }

  private index(collection: Collection, entry: StoredObject, change: 'add' | 'remove'): void {
    for (const owner of entry.object().metadata.ownerReferences ?? []) {
      const id = `${collection.name}/${entry.key}`;
      const known = this.dependents.get(owner.uid) ?? new Map<string, Dependent>();
      if (change === 'add') known.set(id, { collection, key: entry.key });
      else known.delete(id);
      if (known.size > 0) this.dependents.set(owner.uid, known);
      else this.dependents.delete(owner.uid);
    }
  }

  private entriesOf(uid: string): { collection: Collection; entry: StoredObject }[] {
    return [...(this.dependents.get(uid)?.values() ?? [])].flatMap(({ collection, key }) => {
      const entry = collection.get(key);
      return entry === undefined ? [] : [{ collection, entry }];
    });
  }

  private ownerGone(uid: string): void {
    for (const { collection, entry } of this.entriesOf(uid)) this.dropOwner(collection, entry, uid);
  }

  /** Deletes a dependent whose owners are all gone; otherwise it only forgets the one. */
  private dropOwner(collection: Collection, entry: StoredObject, uid: string): void {
    const owners = entry.object().metadata.ownerReferences ?? [];
    const rest = owners.filter(owner => owner.uid !== uid);
    if (rest.some(owner => this.present.has(owner.uid))) this.setOwners(collection, entry, rest);
    else this.delete(collection, entry, 'Background');
  }

  /** An object created with owners none of which exists: the real collector deletes it too. */
  private collectIfOrphaned(collection: Collection, entry: StoredObject): void {
    const owners = entry.object().metadata.ownerReferences ?? [];
    if (owners.length > 0 && !owners.some(owner => this.present.has(owner.uid)))
      this.delete(collection, entry, 'Background');
  }

  private finalize(collection: Collection, entry: StoredObject): void {
    const finalizers = entry.object().metadata.finalizers ?? [];
    if (finalizers.includes('orphan')) this.orphan(collection, entry);
    else if (finalizers.includes('foregroundDeletion')) this.foreground(collection, entry);
  }

  private orphan(collection: Collection, entry: StoredObject): void {
    for (const dependent of this.entriesOf(entry.uid)) {
      const owners = dependent.entry.object().metadata.ownerReferences ?? [];
      this.setOwners(
        dependent.collection,
        dependent.entry,
        owners.filter(owner => owner.uid !== entry.uid),
      );
    }
    this.removeFinalizer(collection, entry.key, 'orphan');
  }

  private foreground(collection: Collection, entry: StoredObject): void {
    const blocking = this.entriesOf(entry.uid).filter(dependent =>
      blocks(dependent.entry, entry.uid),
    );
    for (const dependent of this.entriesOf(entry.uid)) {
      if (dependent.entry.object().metadata.deletionTimestamp === undefined)
        this.delete(dependent.collection, dependent.entry, 'Foreground');
    }
    if (blocking.length === 0) this.removeFinalizer(collection, entry.key, 'foregroundDeletion');
  }

  /** The last blocking dependent of an owner in foreground deletion has gone. */
  private unblockOwners(gone: StoredObject): void {
    for (const owner of gone.object().metadata.ownerReferences ?? []) {
      const type = this.cluster.registry.findKind(owner.apiVersion, owner.kind);
      if (type === undefined) continue;
      const collection = this.cluster.store.collection(type.collection);
      const key =
        type.namespaced && gone.namespace !== undefined
          ? `${gone.namespace}/${owner.name}`
          : owner.name;
      const entry = collection.get(key);
      if (entry === undefined || entry.uid !== owner.uid) continue;
      if (entry.object().metadata.deletionTimestamp !== undefined) this.finalize(collection, entry);
    }
  }

  private setOwners(
    collection: Collection,
    entry: StoredObject,
    owners: readonly OwnerReference[],
  ): void {
    const object = entry.object();
    const { ownerReferences: _old, ...metadata } = object.metadata;
    const next = owners.length === 0 ? metadata : { ...metadata, ownerReferences: [...owners] };
    this.cluster.store.put(collection, { ...object, metadata: next });
  }

  private removeFinalizer(collection: Collection, key: string, finalizer: string): void {
    const entry = collection.get(key);
    const type = this.typeOf(collection);
    if (entry === undefined || type === undefined) return;
    const object = entry.object();
    const { finalizers = [], ...metadata } = object.metadata;
    const rest = finalizers.filter(name => name !== finalizer);
    const next = rest.length === 0 ? metadata : { ...metadata, finalizers: rest };
    this.access.writer.commit(entry, { ...object, metadata: next }, type);
  }

  private delete(
    collection: Collection,
    entry: StoredObject,
    propagationPolicy: 'Background' | 'Foreground',
  ): void {
    const type = this.typeOf(collection);
    if (type === undefined) return;
    const target = {
      type,
      name: entry.name,
      ...(entry.namespace === undefined ? {} : { namespace: entry.namespace }),
    };
    this.access.deleter.delete(target, { user: COLLECTOR, dryRun: false, propagationPolicy });
  }

  private typeOf(collection: Collection): ResourceType | undefined {
    return this.cluster.registry
      .ofCollection(collection.name)
      .find(type => type.conversion === undefined);
  }
}

function blocks(dependent: StoredObject, owner: string): boolean {
  return (dependent.object().metadata.ownerReferences ?? []).some(
    reference => reference.uid === owner && reference.blockOwnerDeletion === true,
  );
}
