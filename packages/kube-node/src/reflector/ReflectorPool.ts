import { type Column, formatResourceId, type ResourceId } from '@kubemate/kube-common';
import type { NamespaceIds } from '../rows/NamespaceSet';
import { RowStore } from '../rows/RowStore';
import { type Clock, systemClock } from './Clock';
import { Reflector, type ReflectorOptions, type ReflectorSource } from './Reflector';

/** Someone's use of a store. While one is held, the store is kept up to date. */
export interface StoreLease {
  readonly store: RowStore;
  /** May be called more than once. */
  release(): void;
}

/** Which of several stores of one kind and cluster is meant. */
export interface StoreScope {
  /** One namespace alone, where the portal may not list all of them. */
  readonly namespace?: string;
  /** Tells apart stores with different columns: a CRD's printer columns may change while it is served. */
  readonly variant?: string;
}

/** What the pool needs to follow a kind of a cluster. */
export interface PooledSource extends Omit<ReflectorSource, 'resource'> {
  readonly columns: readonly Column[];
}

export interface ReflectorPoolOptions extends ReflectorOptions {
  readonly ids: NamespaceIds;
  /** Called on first use of a kind of a cluster. */
  readonly open: (cluster: string, resource: ResourceId, scope: StoreScope) => PooledSource;
  /** How long a store that nobody uses is kept up to date for the next who comes. */
  readonly idleMs?: number;
  /** Unused stores kept at most; the one unused longest goes first. */
  readonly maxIdle?: number;
}

interface Pooled {
  readonly cluster: string;
  readonly store: RowStore;
  readonly reflector: Reflector;
  users: number;
  cancelIdle: (() => void) | undefined;
}

const IDLE_MS = 5 * 60_000;
const MAX_IDLE = 256;

/** One reflector per cluster and kind for all who look: started on first use, closed some time after the last. */
export class ReflectorPool {
  private readonly pooled = new Map<string, Pooled>();
  /** Map order is the order of becoming idle. */
  private readonly idle = new Map<string, Pooled>();
  private readonly clock: Clock;

  constructor(private readonly options: ReflectorPoolOptions) {
    this.clock = options.clock ?? systemClock;
  }

  /** Reflectors that run now. */
  get size(): number {
    return this.pooled.size;
  }

  acquire(cluster: string, resource: ResourceId, scope: StoreScope = {}): StoreLease {
    const { namespace = '', variant = '' } = scope;
    const key = [cluster, formatResourceId(resource), namespace, variant].join('\n');
    const entry = this.pooled.get(key) ?? this.open(key, { cluster, resource, scope });
    entry.users++;
    entry.cancelIdle?.();
    entry.cancelIdle = undefined;
    this.idle.delete(key);
    let held = true;
    return {
      store: entry.store,
      release: () => {
        if (!held) return;
        held = false;
        this.release(key, entry);
      },
    };
  }

  /** Ends back-offs of a cluster whose connection is known to work again. */
  retryNow(cluster: string): void {
    for (const entry of this.pooled.values()) {
      if (entry.cluster === cluster) entry.reflector.retryNow();
    }
  }

  /** Closes what follows a cluster, whoever uses it: the cluster was removed, or its kinds changed. */
  async drop(cluster: string): Promise<void> {
    const dropped = [...this.pooled].filter(([, entry]) => entry.cluster === cluster);
    await Promise.all(dropped.map(([key]) => this.remove(key)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.pooled.keys()].map(key => this.remove(key)));
  }

  private open(
    key: string,
    { cluster, resource, scope }: { cluster: string; resource: ResourceId; scope: StoreScope },
  ): Pooled {
    const { columns, ...source } = this.options.open(cluster, resource, scope);
    const store = new RowStore({ cluster, resource, columns, namespaceIds: this.options.ids });
    const { namespace } = scope;
    const reflector = new Reflector({ ...source, resource, namespace }, store, this.options);
    const entry: Pooled = { cluster, store, reflector, users: 0, cancelIdle: undefined };
    this.pooled.set(key, entry);
    return entry;
  }

  private release(key: string, entry: Pooled): void {
    entry.users--;
    if (entry.users > 0 || this.pooled.get(key) !== entry) return;
    const { idleMs = IDLE_MS, maxIdle = MAX_IDLE } = this.options;
    this.idle.set(key, entry);
    entry.cancelIdle = this.clock.after(idleMs, () => {
      void this.remove(key);
    });
    const [longest] = this.idle.keys();
    if (this.idle.size > maxIdle && longest !== undefined) void this.remove(longest);
  }

  private async remove(key: string): Promise<void> {
    const entry = this.pooled.get(key);
    if (entry === undefined) return;
    this.pooled.delete(key);
    this.idle.delete(key);
    entry.cancelIdle?.();
    await entry.reflector.close();
  }
}
