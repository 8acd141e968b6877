import type { KubeObject, ResourceId, Row } from '@kubemate/kube-common';
import type { ApiTransport } from '../reflector/ApiTransport';
import type { Clock } from '../reflector/Clock';
import { Reflector } from '../reflector/Reflector';
import { NamespaceIds } from '../rows/NamespaceSet';
import { RowStore } from '../rows/RowStore';

export interface KindFollowerOptions {
  readonly cluster: string;
  readonly resource: ResourceId;
  readonly transport: ApiTransport;
  readonly clock: Clock;
  readonly random: () => number;
  /** Keeps of an object what the follower is for, as text in one cell. */
  readonly read: (object: KubeObject) => string;
  readonly metadataOnly?: boolean;
}

/** One small kind that the portal follows for its own use: bindings, CRDs. */
export class KindFollower {
  private readonly store: RowStore;
  private readonly reflector: Reflector;

  constructor(private readonly options: KindFollowerOptions) {
    const { cluster, resource, transport, clock, random, read, metadataOnly = false } = options;
    this.store = new RowStore({ cluster, resource, columns: [], namespaceIds: new NamespaceIds() });
    this.reflector = new Reflector(
      {
        transport,
        resource,
        projector: { project: object => project(object, { cluster, value: read(object) }) },
        watchable: true,
        watchList: false,
        metadataOnly,
      },
      this.store,
      { clock, random },
    );
  }

  /** Whether what it holds is everything, and not long ago. False also where the portal may not read the kind. */
  get isLive(): boolean {
    const { synced, lastError } = this.store.status;
    return synced && lastError === undefined;
  }

  /** Grows with every change of the objects. */
  get version(): number {
    return this.store.version;
  }

  *entries(): IterableIterator<{ namespace: string | undefined; name: string; value: string }> {
    for (const { namespace, name, cells } of this.store.rows())
      yield { namespace, name, value: String(cells.value) };
  }

  get(name: string): string | undefined {
    const value = this.store.get(undefined, name)?.cells.value;
    return typeof value === 'string' ? value : undefined;
  }

  /** Calls back on changes after the first complete list. */
  onChange(listener: () => void): () => void {
    let seen = this.isLive ? this.version : undefined;
    return this.store.subscribe(() => {
      if (!this.store.status.synced) return;
      const { version } = this;
      if (seen !== undefined && seen !== version) listener();
      seen = version;
    });
  }

  /** Resolves once the first list is complete or has failed, at the latest after `atMostMs`. */
  settled(atMostMs: number): Promise<void> {
    const { store } = this;
    const isSettled = () => store.status.synced || store.status.lastError !== undefined;
    if (isSettled()) return Promise.resolve();
    return new Promise(resolve => {
      const cancel = this.options.clock.after(atMostMs, done);
      const unsubscribe = store.subscribe(() => {
        if (isSettled()) done();
      });
      function done() {
        cancel();
        unsubscribe();
        resolve();
      }
    });
  }

  retryNow(): void {
    this.reflector.retryNow();
  }

  close(): Promise<void> {
    return this.reflector.close();
  }
}

function project(
  { metadata }: KubeObject,
  { cluster, value }: { cluster: string; value: string },
): Row {
  return {
    cluster,
    namespace: metadata.namespace || undefined,
    name: metadata.name,
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    created: 0,
    health: 'ok',
    cells: { value },
  };
}
