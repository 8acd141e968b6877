import type { KubeObject } from '@kubemate/kube-common';
import { keyOf, type Change, type Cluster } from '../Cluster';
import type { Resource } from '../objects/resources';
import { WorkQueue } from '../WorkQueue';

/** Something that works on a cluster until it is closed. */
export interface Running {
  close(): void;
}

export interface ControllerSpec<Shape extends KubeObject> {
  readonly name: string;
  readonly resource: Resource<Shape>;
  /** Brings the world nearer to what the object asks for. Called with the object as it is now. */
  readonly reconcile: (object: Shape, queue: WorkQueue) => void;
  /** Called when the object is gone. */
  readonly gone?: (key: string) => void;
}

/** A level-triggered controller: every change of an object, or of something it depends on, asks for one more look at it. */
export class Controller<Shape extends KubeObject> implements Running {
  readonly queue: WorkQueue;
  private readonly stops: (() => void)[] = [];

  constructor(
    private readonly cluster: Cluster,
    private readonly spec: ControllerSpec<Shape>,
  ) {
    this.queue = new WorkQueue({
      clock: cluster.clock,
      process: key => {
        const object = cluster.get(spec.resource, key);
        if (object !== undefined) spec.reconcile(object, this.queue);
      },
      onError: (key, error) => cluster.onError(`${spec.name}: ${key}`, error),
    });
    this.stops.push(
      cluster.watch(spec.resource, ({ type, object }) => {
        if (type !== 'DELETED') {
          this.queue.add(keyOf(object));
          return;
        }
        this.queue.forget(keyOf(object));
        spec.gone?.(keyOf(object));
      }),
    );
    for (const object of cluster.list(spec.resource)) this.queue.add(keyOf(object));
  }

  /** Looks again at the objects that `keysOf` names for each change of another resource. */
  alsoWatch<Other extends KubeObject>(
    resource: Resource<Other>,
    keysOf: (change: Change<Other>) => readonly string[],
  ): this {
    this.stops.push(
      this.cluster.watch(resource, change => {
        for (const key of keysOf(change)) this.queue.add(key);
      }),
    );
    return this;
  }

  /** Looks again at the owner for each change of what it owns. */
  owns<Other extends KubeObject>(resource: Resource<Other>): this {
    const { kind } = this.spec.resource;
    return this.alsoWatch(resource, ({ object }) => {
      const owner = object.metadata.ownerReferences?.find(reference => reference.controller);
      if (owner?.kind !== kind) return [];
      return [keyOf({ metadata: { ...object.metadata, name: owner.name } })];
    });
  }

  /** Closes something together with the controller. */
  with(part: { close(): void }): this {
    this.stops.push(() => part.close());
    return this;
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.queue.close();
  }
}
