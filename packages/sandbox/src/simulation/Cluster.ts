import type { KubeObject } from '@kubemate/kube-common';
import { ApiStatusError } from '../apiserver/ApiStatusError';
import type { Clock } from '../Clock';
import type { LocalClient, LocalWatchEvent } from '../LocalClient';
import { EventRecorder } from './EventRecorder';
import { Random } from './Random';
import { changesAnything } from './changesAnything';
import type { Resource } from './objects/resources';

/** What a controller writes: the server fills in the rest of `metadata`. */
export interface NewObject {
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    ownerReferences?: unknown[];
    finalizers?: string[];
  };
  [field: string]: unknown;
}

export type DeleteOptions = Parameters<LocalClient['delete']>[2];

export interface Change<Shape extends KubeObject> {
  readonly type: LocalWatchEvent['type'];
  readonly object: Shape;
}

/** `namespace/name`, or the name alone for cluster-scoped objects. */
export function keyOf(object: { metadata: { namespace?: string; name: string } }): string {
  const { namespace, name } = object.metadata;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** The inverse of {@link keyOf}. */
export function parseKey(key: string): { namespace?: string; name: string } {
  const slash = key.indexOf('/');
  if (slash < 0) return { name: key };
  return { namespace: key.slice(0, slash), name: key.slice(slash + 1) };
}

/** Whether the API server refused for that reason: `NotFound`, `Conflict`, `Forbidden`, … */
export function isRefusal(error: unknown, reason: string): boolean {
  return error instanceof ApiStatusError && error.reason === reason;
}

/** One sandbox cluster as its controllers see it: typed objects, time, chance, and events. */
export class Cluster {
  readonly name: string;
  readonly clock: Clock;
  readonly client: LocalClient;
  readonly events: EventRecorder;
  private readonly seed: number;
  private readonly report: (where: string, error: unknown) => void;

  constructor(options: {
    name: string;
    client: LocalClient;
    clock: Clock;
    seed: number;
    /** Hears of what a controller could not do. It will be tried again. */
    onError?: (where: string, error: unknown) => void;
  }) {
    this.name = options.name;
    this.client = options.client;
    this.clock = options.clock;
    this.seed = options.seed;
    this.report = options.onError ?? (() => {});
    this.events = new EventRecorder(this);
  }

  /** A generator for one purpose; the same purpose draws the same numbers in every run. */
  random(...labels: readonly string[]): Random {
    return Random.of(this.seed, this.name, ...labels);
  }

  /** Now, as Kubernetes writes times. */
  timestamp(offsetMs = 0): string {
    return `${new Date(this.clock.now() + offsetMs).toISOString().slice(0, 19)}Z`;
  }

  onError(where: string, error: unknown): void {
    this.report(`${this.name}: ${where}`, error);
  }

  get<Shape extends KubeObject>(resource: Resource<Shape>, key: string): Shape | undefined {
    return this.client.get(resource, parseKey(key)) as Shape | undefined;
  }

  list<Shape extends KubeObject>(
    resource: Resource<Shape>,
    options?: { namespace?: string; labels?: Readonly<Record<string, string>> },
  ): readonly Shape[] {
    return this.client.list(resource, options) as readonly Shape[];
  }

  create<Shape extends KubeObject>(resource: Resource<Shape>, object: NewObject): Shape {
    const { apiVersion, kind } = resource;
    return this.client.create(resource, { apiVersion, kind, ...object }) as Shape;
  }

  patch<Shape extends KubeObject>(resource: Resource<Shape>, key: string, patch: unknown): Shape {
    const current = this.get(resource, key);
    if (current !== undefined && !changesAnything(current, patch)) return current;
    return this.client.patch(resource, parseKey(key), patch) as Shape;
  }

  /** Merges into the status alone. */
  patchStatus(resource: Resource, key: string, status: unknown): void {
    const current = this.get(resource, key);
    if (current !== undefined && !changesAnything(current, { status })) return;
    this.client.patch(resource, parseKey(key), { status }, { subresource: 'status' });
  }

  /** Deleting what is gone already is no error. */
  delete(resource: Resource, key: string, options?: DeleteOptions): void {
    try {
      this.client.delete(resource, parseKey(key), options);
    } catch (error) {
      if (!isRefusal(error, 'NotFound')) throw error;
    }
  }

  watch<Shape extends KubeObject>(
    resource: Resource<Shape>,
    listener: (change: Change<Shape>) => void,
  ): () => void {
    return this.client.watch(resource, event =>
      listener({ type: event.type, object: event.object as Shape }),
    );
  }
}
