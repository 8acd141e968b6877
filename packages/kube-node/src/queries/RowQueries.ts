import { isError, NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { projectorFor, type Column, type Row } from '@kubemate/kube-common';
import type { Cluster } from '../clusters/Cluster';
import type { ClusterPool } from '../clusters/ClusterPool';
import { networkReason } from '../clusters/networkReason';
import { PORTAL, type Caller } from '../gateway/ClusterGateway';
import type { ClusterFailure, RowFacets, RowPage, RowQuery, Viewer } from '../KubeService';
import type { PortalRows } from '../portal/PortalReader';
import type { Clock } from '../reflector/Clock';
import { ReflectorPool } from '../reflector/ReflectorPool';
import type { NamespaceIds } from '../rows/NamespaceSet';
import { parseRowQuery, type ParsedRowQuery } from '../rows/parseRowQuery';
import { allRows, countFacets, queryRows, type RowContext } from '../rows/queryRows';
import type { SerialisedRowEvent } from '../rows/RowSubscription';
import { RowWatchHub } from '../rows/RowWatchHub';
import { missingPart, openClusterPart, type ClusterPart } from './ClusterRows';
import { followAll } from './followAll';
import { ResolvedRows } from './ResolvedRows';
import { RightsWatch } from './RightsWatch';
import { StoreSources } from './StoreSources';

/** A cluster that takes longer to say what a viewer may see is left out of the answer, with a word on it. */
const ANSWER_MS = 5_000;
const STREAM_ANSWER_MS = 1_500;
/** One that is known to be away gets a moment: its last decisions may still count. */
const AWAY_MS = 100;
/** How long a page waits for first lists; what is there by then is shown. */
const FIRST_LIST_MS = 2_000;

interface RowQueriesOptions {
  readonly clusters: ClusterPool;
  readonly ids: NamespaceIds;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Answers questions about rows for viewers: from the shared stores, through each viewer's own rights. */
export class RowQueries {
  private readonly stores = new StoreSources();
  private readonly pool: ReflectorPool;
  private readonly hub: RowWatchHub;

  constructor(private readonly options: RowQueriesOptions) {
    const { ids, clock, random, clusters } = options;
    this.pool = new ReflectorPool({
      ids,
      clock,
      random,
      open: (cluster, resource, scope) => this.stores.open(cluster, resource, scope),
    });
    this.hub = new RowWatchHub({ ids, clock });
    this.retryWhenReachable(clusters);
    clusters.onMembershipChange(name => {
      this.stores.forget(name);
      void this.pool.drop(name);
    });
  }

  rows(query: RowQuery, viewer: Viewer): Promise<RowPage> {
    return this.answer(query, viewer, ({ parsed, context, resolved }) => {
      const { columns } = resolved;
      const failures = resolved.failures();
      if (!parsed) return { items: [], offset: 0, total: 0, failures, asOf: context.now, columns };
      return { ...queryRows(parsed, context), failures, columns };
    });
  }

  allRows(
    query: RowQuery,
    viewer: Viewer,
  ): Promise<{ items: readonly Row[]; failures: readonly ClusterFailure[] }> {
    return this.answer(query, viewer, ({ parsed, context, resolved }) => ({
      items: parsed ? allRows(parsed, context) : [],
      failures: resolved.failures(),
    }));
  }

  facets(query: RowQuery, viewer: Viewer): Promise<RowFacets> {
    return this.answer(query, viewer, ({ parsed, context }) =>
      countFacets(parsed ?? parseRowQuery({ resource: query.resource }, []), context),
    );
  }

  /**
   * Follows a window of rows. Rights are asked again every 30 s, and at once when the cluster's RBAC changes. Clusters that are
   * added are in it at once where none are named.
   * @throws NotAllowedError when no right is left, NotFoundError when a named cluster is removed
   */
  watch(
    query: RowQuery,
    viewer: Viewer,
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<SerialisedRowEvent, void, undefined> {
    return this.reopening(query, viewer, {
      signal,
      follow: (resolved, fresh) => {
        if (resolved.allDenied) throw denied(resolved);
        const view = {
          scope: JSON.stringify([query.clusters ?? null, resolved.lastingFailures]),
          query: this.parse(query, resolved) ?? parseRowQuery({ resource: query.resource }, []),
          sources: resolved.sources,
          columns: resolved.columns,
          failures: () => resolved.failures(),
        };
        return this.hub.watch(view, { signal: fresh });
      },
    });
  }

  /** All rows of a kind that the portal itself may list, at once and after changes; what a slow reader misses is in the next. */
  followPortal(
    resource: RowQuery['resource'],
    { signal }: { signal: AbortSignal },
  ): AsyncGenerator<readonly PortalRows[], void, undefined> {
    return this.reopening({ resource }, PORTAL, {
      signal,
      follow: (resolved, fresh) => followAll(resolved, fresh),
    });
  }

  /** Follows what the caller may see, and begins anew when clusters or rights are no longer those it was opened with. */
  private async *reopening<T>(
    query: RowQuery,
    caller: Caller,
    options: {
      readonly signal: AbortSignal;
      readonly follow: (
        resolved: ResolvedRows,
        signal: AbortSignal,
      ) => AsyncGenerator<T, void, undefined>;
    },
  ): AsyncGenerator<T, void, undefined> {
    const { clusters } = this.options;
    while (!options.signal.aborted) {
      const stale = new AbortController();
      const leaveMembership = clusters.onMembershipChange(name => {
        if (query.clusters?.includes(name) ?? true) stale.abort();
      });
      let resolved: ResolvedRows | undefined;
      let rights: RightsWatch | undefined;
      try {
        resolved = await this.resolve(query, caller, STREAM_ANSWER_MS);
        const signal = AbortSignal.any([options.signal, stale.signal]);
        const events = options.follow(resolved, signal);
        rights = new RightsWatch({
          clock: this.options.clock,
          clusters: clusters.select(query.clusters),
          opened: resolved,
          reopen: () => this.resolve(query, caller, ANSWER_MS),
          onStale: () => stale.abort(),
        });
        yield* events;
      } finally {
        rights?.stop();
        resolved?.release();
        leaveMembership();
      }
    }
  }

  close(): Promise<void> {
    return this.pool.close();
  }

  private async answer<T>(
    query: RowQuery,
    viewer: Viewer,
    read: (rows: {
      parsed: ParsedRowQuery | undefined;
      context: RowContext;
      resolved: ResolvedRows;
    }) => T,
  ): Promise<T> {
    const { clock, ids } = this.options;
    const resolved = await this.resolve(query, viewer, ANSWER_MS);
    try {
      const parsed = this.parse(query, resolved);
      await resolved.settled(clock, { atMostMs: FIRST_LIST_MS });
      const context = { sources: resolved.sources, ids, now: clock.now() };
      return read({ parsed, context, resolved });
    } finally {
      resolved.release();
    }
  }

  /** Undefined where no cluster answers and the columns are not known, so that a good sort cannot be told from a bad one. */
  private parse(query: RowQuery, { sources, columns }: ResolvedRows): ParsedRowQuery | undefined {
    if (sources.length > 0) return parseRowQuery(query, columns);
    const known: readonly Column[] = projectorFor(query.resource).columns;
    return known.length === 0 ? undefined : parseRowQuery(query, known);
  }

  private async resolve(query: RowQuery, viewer: Caller, atMostMs: number): Promise<ResolvedRows> {
    const clusters = this.options.clusters.select(query.clusters);
    return new ResolvedRows(
      await Promise.all(clusters.map(cluster => this.open(cluster, { query, viewer, atMostMs }))),
    );
  }

  /** One cluster's part, in time and never failing. */
  private open(
    cluster: Cluster,
    { query, viewer, atMostMs }: { query: RowQuery; viewer: Caller; atMostMs: number },
  ): Promise<ClusterPart> {
    const { clock } = this.options;
    const away = cluster.monitor.unreachableReason;
    const opening = openClusterPart({ cluster, resource: query.resource, viewer }, this.parts);
    return new Promise(resolve => {
      let late = false;
      const cancel = clock.after(away === undefined ? atMostMs : AWAY_MS, () => {
        late = true;
        const reason = away ?? 'the cluster has not answered yet';
        resolve(
          missingPart({ cluster: cluster.name, state: 'unreachable', reason }, { pending: true }),
        );
      });
      opening.then(
        part => {
          cancel();
          if (late) part.release();
          else resolve(part);
        },
        error => {
          cancel();
          resolve(missingPart(failureOf(cluster, error), { pending: true }));
        },
      );
    });
  }

  private get parts() {
    return { pool: this.pool, stores: this.stores };
  }

  private retryWhenReachable(clusters: ClusterPool): void {
    const away = new Set<string>();
    clusters.onMembershipChange(name => away.delete(name));
    clusters.onChange(() => {
      for (const { name, connection } of clusters.states()) {
        if (connection.state === 'unreachable') away.add(name);
        else if (connection.state === 'ready' && away.delete(name)) this.pool.retryNow(name);
      }
    });
  }
}

function failureOf({ name, monitor }: Cluster, error: unknown): ClusterFailure {
  if (error instanceof NotAllowedError)
    return { cluster: name, state: 'denied', reason: error.message };
  const ours = error instanceof ServiceUnavailableError;
  const reason =
    monitor.unreachableReason ?? (ours && isError(error) ? error.message : networkReason(error));
  return { cluster: name, state: 'unreachable', reason };
}

function denied(resolved: ResolvedRows): NotAllowedError {
  const [first] = resolved.lastingFailures;
  return new NotAllowedError(first?.reason ?? 'you may not see these rows');
}
