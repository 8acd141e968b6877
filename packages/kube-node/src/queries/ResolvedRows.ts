import type { Column } from '@kubemate/kube-common';
import type { ClusterFailure } from '../KubeService';
import type { Clock } from '../reflector/Clock';
import type { PortalRows } from '../portal/PortalReader';
import type { RowSource } from '../rows/MatchedRows';
import { storeFailure, type ClusterPart } from './ClusterRows';

/** The parts of all clusters that were asked, as one. Release it. */
export class ResolvedRows {
  readonly sources: readonly RowSource[];
  readonly columns: readonly Column[];

  constructor(private readonly parts: readonly ClusterPart[]) {
    this.sources = parts.flatMap(part => part.sources);
    this.columns = unionOf(parts.map(part => part.columns));
  }

  /** Whether asking again soon may give more. */
  get pending(): boolean {
    return this.parts.some(part => part.pending);
  }

  /** Whether every cluster said that the viewer may not. */
  get allDenied(): boolean {
    return (
      this.parts.length > 0 &&
      this.parts.every(({ failure, sources }) => failure?.state === 'denied' && !sources.length)
    );
  }

  get fingerprint(): string {
    return this.parts.map(part => part.fingerprint).join('\n');
  }

  /** The failures that last as long as this does. */
  get lastingFailures(): readonly ClusterFailure[] {
    return this.parts.flatMap(({ failure }) => (failure ? [failure] : []));
  }

  /** Why rows are missing or old, as of now; one sentence for each cluster. */
  failures(): readonly ClusterFailure[] {
    return this.parts.flatMap(({ failure, sources }) => {
      if (failure) return [failure];
      for (const { store } of sources) {
        const problem = storeFailure(store.cluster, store.status);
        if (problem) return [problem];
      }
      return [];
    });
  }

  /** The rows of each cluster, whoever may see them. */
  portalRows(): readonly PortalRows[] {
    return this.parts.map(({ cluster, namespaces, sources, failure }) => {
      const statuses = sources.map(({ store }) => store.status);
      const problems = sources.flatMap(({ store }) => storeFailure(cluster, store.status) ?? []);
      return {
        cluster,
        namespaces,
        isComplete:
          sources.length > 0 &&
          statuses.every(({ synced, lastError }) => synced && lastError === undefined),
        failure: failure ?? problems[0],
        *rows() {
          for (const { store } of sources) yield* store.rows();
        },
      };
    });
  }

  /** Calls back on every change of a row or of what is known of a cluster, until the returned function is called. */
  subscribe(listener: () => void): () => void {
    const stops = this.sources.map(({ store }) => store.subscribe(listener));
    return () => stops.forEach(stop => stop());
  }

  /** Resolves once each store has its first complete list or a problem, at the latest after `atMostMs`. */
  settled(
    clock: Clock,
    { atMostMs, signal }: { atMostMs: number; signal?: AbortSignal },
  ): Promise<void> {
    const stores = this.sources.map(({ store }) => store);
    const isSettled = () =>
      stores.every(({ status }) => status.synced || status.lastError !== undefined);
    if (isSettled() || signal?.aborted) return Promise.resolve();
    return new Promise(resolve => {
      const unsubscribe = stores.map(store => store.subscribe(() => isSettled() && done()));
      const cancel = clock.after(atMostMs, done);
      signal?.addEventListener('abort', done, { once: true });
      function done() {
        cancel();
        for (const stop of unsubscribe) stop();
        signal?.removeEventListener('abort', done);
        resolve();
      }
    });
  }

  release(): void {
    for (const part of this.parts) part.release();
  }
}

/** Clusters may serve one CRD with different columns; the table then has them all. */
function unionOf(all: readonly (readonly Column[])[]): readonly Column[] {
  const byId = new Map<string, Column>();
  for (const columns of all)
    for (const column of columns) if (!byId.has(column.id)) byId.set(column.id, column);
  return [...byId.values()];
}
