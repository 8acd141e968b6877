import type { KubeObject } from '@kubemate/kube-common';
import { keyOf, type Cluster } from './Cluster';
import type { Resource } from './objects/resources';

/**
 * Finds objects by something other than their name: pods by owner, by node, by claim. Holds keys, not objects, so that a
 * cluster of 100,000 pods is not kept twice.
 */
export class ObjectIndex<Shape extends KubeObject> {
  private readonly keys = new Map<string, Set<string>>();
  private readonly values = new Map<string, readonly string[]>();
  private readonly unwatch: () => void;

  constructor(
    private readonly cluster: Cluster,
    private readonly resource: Resource<Shape>,
    private readonly valuesOf: (object: Shape) => readonly string[],
  ) {
    for (const object of cluster.list(resource)) this.set(object);
    this.unwatch = cluster.watch(resource, ({ type, object }) => {
      if (type === 'DELETED') this.remove(keyOf(object));
      else this.set(object);
    });
  }

  /** The objects indexed under `value`, by key. */
  find(value: string): Shape[] {
    const found: Shape[] = [];
    for (const key of this.keys.get(value) ?? []) {
      const object = this.cluster.get(this.resource, key);
      if (object !== undefined) found.push(object);
    }
    return found;
  }

  has(value: string): boolean {
    return this.keys.has(value);
  }

  close(): void {
    this.unwatch();
    this.keys.clear();
    this.values.clear();
  }

  private set(object: Shape): void {
    const key = keyOf(object);
    const values = this.valuesOf(object);
    const before = this.values.get(key) ?? [];
    if (before.length === values.length && before.every((value, at) => value === values[at]))
      return;
    this.remove(key);
    if (values.length === 0) return;
    this.values.set(key, values);
    for (const value of values) {
      const keys = this.keys.get(value) ?? new Set();
      keys.add(key);
      this.keys.set(value, keys);
    }
  }

  private remove(key: string): void {
    for (const value of this.values.get(key) ?? []) {
      const keys = this.keys.get(value);
      keys?.delete(key);
      if (keys?.size === 0) this.keys.delete(value);
    }
    this.values.delete(key);
  }
}

/** The UID of the controller that owns an object, for an index of owned objects. */
export function controllerUid(object: KubeObject): readonly string[] {
  const owner = object.metadata.ownerReferences?.find(reference => reference.controller);
  return owner === undefined ? [] : [owner.uid];
}
