import { type KubeObject, type ResourceId, resourcePath, type Row } from '@kubemate/kube-common';
import type { RowChange, RowStore } from '../rows/RowStore';
import { ApiFailure, invalidAnswer } from './ApiFailure';
import type { ApiTransport } from './ApiTransport';
import { Backoff } from './Backoff';
import { type Clock, systemClock } from './Clock';
import { listObjects } from './listObjects';
import { openStream, type StreamOptions } from './openStream';
import { ReflectorStatus } from './ReflectorStatus';
import { isKubeObject } from './WatchEvent';
import { type ObjectChange, WatchReader } from './WatchReader';

/** Where the objects of one kind come from and what becomes of them. */
export interface ReflectorSource {
  readonly transport: ApiTransport;
  readonly resource: ResourceId;
  /** The objects of one namespace alone, where the portal may not list all of them. */
  readonly namespace?: string;
  readonly projector: { project(object: KubeObject, cluster: string): Row };
  /** False where discovery lacks the `watch` verb: the kind is listed again and again instead. */
  readonly watchable: boolean;
  /** Whether to try a streamed list (`sendInitialEvents`); falls back to pages where the server refuses. */
  readonly watchList: boolean;
  /** Read names, labels and owners alone. Use it for Secrets: their data never leaves the API server then. */
  readonly metadataOnly: boolean;
}

export interface ReflectorOptions {
  readonly clock?: Clock;
  /** A number from 0 up to 1. */
  readonly random?: () => number;
  /** Lets other work of the process run. */
  readonly yieldToLoop?: () => Promise<void>;
  readonly limits?: Partial<ReflectorLimits>;
}

/** All in milliseconds. */
export interface ReflectorLimits {
  /** A list that sends nothing for so long is given up. */
  readonly listSilence: number;
  /** API servers send a bookmark a minute; a watch that is silent for longer is half open. */
  readonly watchSilence: number;
  /** Shortest time that a watch asks to last; it asks for up to twice that. */
  readonly watchLength: number;
  /** Between two lists of a kind that cannot be watched. */
  readonly pollInterval: number;
  readonly backoffBase: number;
  readonly backoffMax: number;
  /** Rights and API groups do not come back within seconds. */
  readonly refusedRetry: number;
  /** Longest `Retry-After` that is believed. */
  readonly retryAfterMax: number;
}

const LIMITS: ReflectorLimits = {
  listSilence: 30_000,
  watchSilence: 90_000,
  watchLength: 5 * 60_000,
  pollInterval: 30_000,
  backoffBase: 500,
  backoffMax: 30_000,
  refusedRetry: 30_000,
  retryAfterMax: 2 * 60_000,
};

/** Work between two turns of the event loop: less than a frame, so that nobody's request waits for a list. */
const SLICE_MS = 8;
/** A watch that lived so long was a healthy one. */
const STEADY_MS = 5000;
const PARTIAL_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1';
const PARTIAL_OBJECT = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

const nextTurn = () => new Promise<void>(resolve => setImmediate(resolve));

/**
 * Keeps a RowStore equal to what an API server has of one kind: lists, then watches, and again as often as it takes.
 * Each object becomes a row as soon as it is read and is dropped. It never gives up by itself: {@link close} ends it.
 */
export class Reflector {
  private readonly status: ReflectorStatus;
  private readonly stopping = new AbortController();
  private readonly clock: Clock;
  private readonly random: () => number;
  private readonly limits: ReflectorLimits;
  private readonly backoff: Backoff;
  private readonly yieldToLoop: () => Promise<void>;
  private readonly path: string;
  private readonly done: Promise<void>;
  /** Version to watch from; undefined where a list is due. */
  private resourceVersion: string | undefined;
  private watchList: boolean;
  private expiredLists = 0;
  private failedStreamedLists = 0;
  /** When the latest watch was accepted. */
  private openedAt = Infinity;
  private sliceStart: number;
  private wake: (() => void) | undefined;

  constructor(
    private readonly source: ReflectorSource,
    private readonly store: RowStore,
    options: ReflectorOptions = {},
  ) {
    this.clock = options.clock ?? systemClock;
    this.random = options.random ?? Math.random;
    this.yieldToLoop = options.yieldToLoop ?? nextTurn;
    this.limits = { ...LIMITS, ...options.limits };
    this.backoff = new Backoff({
      baseMs: this.limits.backoffBase,
      maxMs: this.limits.backoffMax,
      random: this.random,
    });
    const { resource, namespace } = source;
    this.path = resourcePath({ resource, namespace });
    this.watchList = source.watchList && source.watchable;
    this.status = new ReflectorStatus(store, this.clock);
    this.sliceStart = this.clock.now();
    this.done = this.run();
  }

  /** Ends requests at once. Resolves when nothing of the reflector runs any more. */
  async close(): Promise<void> {
    this.stopping.abort();
    this.wake?.();
    await this.done;
  }

  /** Ends a back-off: something suggests that the cluster answers again. */
  retryNow(): void {
    this.wake?.();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.follow();
      } catch (error) {
        if (signal.aborted) break;
        await this.recover(
          error instanceof ApiFailure ? error : invalidAnswer(String(error), error),
        );
      }
    }
    this.status.stopped();
  }

  /** One list, where it is due, and one watch. */
  private async follow(): Promise<void> {
    if (!this.source.watchable) {
      await this.list();
      this.resourceVersion = undefined;
      this.backoff.reset();
      this.status.live();
      await this.pause(this.limits.pollInterval);
      return;
    }
    if (this.resourceVersion === undefined && !this.watchList) await this.list();
    await this.watch();
  }

  private async list(): Promise<void> {
    this.status.listing();
    this.store.beginList();
    const startedAt = this.clock.now();
    const target = {
      path: this.path,
      accept: this.source.metadataOnly ? PARTIAL_LIST : undefined,
      // One token may expire by bad luck. After two, this list takes longer than the server remembers.
      unpaged: this.expiredLists >= 2,
    };
    const pages = listObjects(
      target,
      this.streamOptions(() => this.limits.listSilence),
    );
    try {
      let page = await pages.next();
      for (; !page.done; page = await pages.next()) {
        this.store.apply(page.value.flatMap(object => this.upsertOf(object)));
        await this.breathe();
      }
      this.store.endList();
      this.resourceVersion = page.value;
    } finally {
      await pages.return('');
    }
    this.expiredLists = 0;
    this.status.synced(startedAt);
  }

  private async watch(): Promise<void> {
    const from = this.resourceVersion;
    const reader = new WatchReader(from);
    const openedAt = this.clock.now();
    const initial = from === undefined;
    if (initial) {
      this.status.listing();
      this.store.beginList();
    }
    const stream = openStream(this.watchRequest(from), {
      ...this.streamOptions(() =>
        reader.resourceVersion === undefined ? this.limits.listSilence : this.limits.watchSilence,
      ),
      onOpen: () => {
        this.openedAt = this.clock.now();
        if (!initial) this.status.live();
      },
    });
    for await (const chunk of stream) {
      this.applyAll(reader.push(chunk), reader);
      await this.breathe();
    }
    this.applyAll(reader.end(), reader);
    const lasted = this.clock.now() - openedAt;
    if (reader.resourceVersion === undefined || lasted < this.limits.backoffBase) {
      throw new ApiFailure('The API server closed the watch at once', { problem: 'unreachable' });
    }
  }

  private watchRequest(from: string | undefined) {
    const { watchLength } = this.limits;
    const seconds = Math.round((watchLength * (1 + this.random())) / 1000);
    const query: Record<string, string> = {
      watch: 'true',
      allowWatchBookmarks: 'true',
      timeoutSeconds: String(seconds),
    };
    if (from === undefined) {
      query.sendInitialEvents = 'true';
      query.resourceVersionMatch = 'NotOlderThan';
    } else query.resourceVersion = from;
    const accept = this.source.metadataOnly ? PARTIAL_OBJECT : undefined;
    return { path: this.path, query, accept };
  }

  /** Applies what was read before an error, too, and keeps the version that belongs to it. */
  private applyAll(changes: Iterable<ObjectChange>, reader: WatchReader): void {
    let batch: RowChange[] = [];
    try {
      for (const change of changes) {
        if (change.type === 'synced') {
          this.store.apply(batch);
          batch = [];
          this.store.endList();
          this.status.synced(this.clock.now());
          this.status.live();
        } else batch.push(...this.changeOf(change));
      }
    } finally {
      this.store.apply(batch);
      this.resourceVersion = reader.resourceVersion;
    }
    if (reader.resourceVersion === undefined) return;
    this.status.heard();
  }

  private changeOf(change: Exclude<ObjectChange, { type: 'synced' }>): RowChange[] {
    if (change.type === 'upsert') return this.upsertOf(change.object);
    const { namespace, name } = change.object.metadata;
    return [{ type: 'delete', namespace: namespace === '' ? undefined : namespace, name }];
  }

  private upsertOf(object: unknown): RowChange[] {
    if (!isKubeObject(object)) return [];
    const { cluster } = this.store;
    const row = this.source.projector.project(object, cluster);
    // Aggregated APIs serve objects without a uid; streams of rows tell rows apart by it.
    const uid = row.uid || `${cluster}/${row.namespace ?? ''}/${row.name}`;
    return [{ type: 'upsert', row: uid === row.uid ? row : { ...row, uid } }];
  }

  private streamOptions(silenceMs: () => number): StreamOptions {
    const { signal } = this.stopping;
    return { transport: this.source.transport, clock: this.clock, silenceMs, signal };
  }

  private async breathe(): Promise<void> {
    if (this.clock.now() - this.sliceStart < SLICE_MS) return;
    await this.yieldToLoop();
    this.sliceStart = this.clock.now();
  }

  private async recover(failure: ApiFailure): Promise<void> {
    if (this.watchList && this.resourceVersion === undefined) {
      this.watchList = this.mayStreamAgain(failure);
      if (!this.watchList) return;
    }
    // Only what worked for a while starts the delays anew: a list that succeeds before each failing watch does not.
    if (this.clock.now() - this.openedAt >= STEADY_MS) this.backoff.reset();
    this.openedAt = Infinity;
    if (failure.expired && this.resourceVersion === undefined) this.expiredLists++;
    if (failure.expired || failure.problem === 'invalid') this.resourceVersion = undefined;
    const delay = this.backoff.next(this.leastDelay(failure));
    this.status.failed(failure, this.clock.now() + delay);
    await this.pause(delay);
  }

  /** A server that does not know streamed lists refuses them, or never says that the list is complete. */
  private mayStreamAgain({ status }: ApiFailure): boolean {
    if (status === 400 || status === 422) return false;
    if (this.openedAt === Infinity) return true;
    return ++this.failedStreamedLists < 2;
  }

  private leastDelay({ problem, retryAfterMs }: ApiFailure): number {
    if (retryAfterMs !== undefined) return Math.min(retryAfterMs, this.limits.retryAfterMax);
    return problem === 'denied' || problem === 'not-served' ? this.limits.refusedRetry : 0;
  }

  private async pause(delayMs: number): Promise<void> {
    if (this.stopping.signal.aborted) return;
    await new Promise<void>(resolve => {
      const cancel = this.clock.after(delayMs, resolve);
      this.wake = () => {
        cancel();
        resolve();
      };
    });
    this.wake = undefined;
  }
}
