import { ApiStatusError } from '../ApiStatusError';
import type { Cluster } from '../Cluster';
import type { ResourceType } from '../ResourceType';
import type { StoreEvent } from '../store/EventLog';
import type { SortedList } from '../store/SortedList';
import type { StoredObject } from '../store/StoredObject';
import { WatchStream } from './WatchStream';
import type { ApiRequest } from './ApiRequest';
import { parseRevision } from './listPage';
import { selection, type EntryPredicate } from './selectors';

/** How one representation writes an object of an event. */
export interface EventEncoder {
  /** Distinguishes the representation in {@link StoreEvent.encoded}; undefined where it must not be shared. */
  readonly key: string | undefined;
  readonly contentType: string;
  object(entry: StoredObject): string;
  bookmark(metadata: Record<string, unknown>): string;
}

const DEFAULT_TIMEOUT_SECONDS = 30 * 60;

interface WatchOptions {
  readonly revision: number | undefined;
  readonly bookmarks: boolean;
  readonly sendInitialEvents: boolean;
  readonly timeoutSeconds: number;
  readonly matches: EntryPredicate;
}

function isTrue(text: string | null): boolean {
  return text === 'true' || text === '1';
}

function scopeOf({ info, type }: ApiRequest): EntryPredicate {
  const { namespace, name } = info;
  return entry =>
    (namespace === undefined || !type.namespaced || entry.namespace === namespace) &&
    (name === undefined || entry.name === name);
}

function forbidden(message: string): ApiStatusError {
  return ApiStatusError.invalid({ group: 'meta.k8s.io', kind: 'ListOptions', name: '' }, [
    { reason: 'FieldValueForbidden', message: `Forbidden: ${message}`, field: 'sendInitialEvents' },
  ]);
}

function readOptions(request: ApiRequest, random: () => number): WatchOptions {
  const { query, type } = request;
  const scope = scopeOf(request);
  const selected = selection(query, type);
  const sendInitialEvents = isTrue(query.get('sendInitialEvents'));
  if (sendInitialEvents && query.get('resourceVersionMatch') !== 'NotOlderThan')
    throw forbidden('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan');
  const requested = Number(query.get('timeoutSeconds') ?? 0);
  return {
    revision: parseRevision(query.get('resourceVersion')),
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
    sendInitialEvents,
    timeoutSeconds: requested > 0 ? requested : DEFAULT_TIMEOUT_SECONDS * (1 + random()),
    matches: selected === undefined ? scope : entry => scope(entry) && selected(entry),
  };
}

/** What an event means to a watcher whose selector sees only some objects. */
function visibleType(event: StoreEvent, matches: EntryPredicate): StoreEvent['type'] | undefined {
  const isSeen = event.type !== 'DELETED' && matches(event.entry);
  const wasSeen = event.previous !== undefined && matches(event.previous);
  if (isSeen) return wasSeen ? 'MODIFIED' : 'ADDED';
  return wasSeen ? 'DELETED' : undefined;
}

/**
 * An object that leaves a watcher's selection is shown as it last matched, at the revision of the change.
 */
function shownEntry(event: StoreEvent, type: StoreEvent['type']): StoredObject {
  const leaves = type === 'DELETED' && event.type !== 'DELETED' && event.previous !== undefined;
  return leaves && event.previous !== undefined ? event.previous.at(event.revision) : event.entry;
}

function encodeEvent(event: StoreEvent, type: StoreEvent['type'], encoder: EventEncoder): string {
  const key = encoder.key === undefined ? undefined : `${type} ${encoder.key}`;
  const known = key === undefined ? undefined : event.encoded.get(key);
  if (known !== undefined) return known;
  const line = `{"type":"${type}","object":${encoder.object(shownEntry(event, type))}}\n`;
  if (key !== undefined) event.encoded.set(key, line);
  return line;
}

/** Serves one watch until it times out, the client leaves, or it falls too far behind. */
export function serveWatch(
  cluster: Cluster,
  request: ApiRequest,
  options: { encoder: EventEncoder; bookmarkIntervalMs: number },
): void {
  const { encoder } = options;
  const watch = readOptions(request, cluster.random);
  const collection = cluster.store.collection(request.type.collection);
  request.response.writeHead(200, {
    'cache-control': 'no-cache, private',
    'content-type': encoder.contentType,
  });
  request.response.flushHeaders();
  const stream = new WatchStream(request.response);
  const plan = initialLines(cluster, request.type, { watch, encoder });
  if (plan instanceof ApiStatusError) {
    stream.fail(plan);
    return;
  }
  let seen = plan.from;
  const unsubscribe = collection.subscribe(event => {
    if (event.revision <= seen) return;
    seen = event.revision;
    const type = visibleType(event, watch.matches);
    if (type !== undefined && !stream.push(encodeEvent(event, type, encoder))) stop();
  });
  const bookmark = () => {
    if (!watch.bookmarks) return;
    // Every write of the collection up to the store's revision has been sent by now.
    const metadata = { resourceVersion: String(cluster.store.revision), creationTimestamp: null };
    stream.push(`{"type":"BOOKMARK","object":${encoder.bookmark(metadata)}}\n`);
  };
  let cancelBookmark = () => {};
  const repeatBookmark = () => {
    cancelBookmark = cluster.clock.after(options.bookmarkIntervalMs, () => {
      bookmark();
      repeatBookmark();
    });
  };
  const cancelTimeout = cluster.clock.after(watch.timeoutSeconds * 1000, () => {
    bookmark();
    stop();
  });
  function stop() {
    unsubscribe();
    cancelBookmark();
    cancelTimeout();
    stream.end();
  }
  if (watch.bookmarks) repeatBookmark();
  request.signal.addEventListener('abort', stop, { once: true });
  if (request.signal.aborted) stop();
  else stream.start(plan.lines);
}

interface InitialPlan {
  readonly lines: Iterator<string>;
  /** Events up to this revision are in `lines` or before the watch. */
  readonly from: number;
}

function initialLines(
  cluster: Cluster,
  type: ResourceType,
  { watch, encoder }: { watch: WatchOptions; encoder: EventEncoder },
): InitialPlan | ApiStatusError {
  const collection = cluster.store.collection(type.collection);
  const { revision } = cluster.store;
  const replays = watch.sendInitialEvents || watch.revision === undefined || watch.revision === 0;
  if (replays) {
    const snapshot = collection.snapshot();
    return { lines: replay(snapshot, revision, { watch, encoder }), from: revision };
  }
  const wanted = watch.revision ?? 0;
  const missed = collection.log.since(wanted);
  if (missed === undefined)
    return ApiStatusError.expired(`too old resource version: ${wanted} (${revision})`);
  const lines = missed.flatMap(event => {
    const seenAs = visibleType(event, watch.matches);
    return seenAs === undefined ? [] : [encodeEvent(event, seenAs, encoder)];
  });
  return { lines: lines.values(), from: Math.max(wanted, missed.at(-1)?.revision ?? wanted) };
}

function* replay(
  snapshot: SortedList<StoredObject>,
  revision: number,
  { watch, encoder }: { watch: WatchOptions; encoder: EventEncoder },
): Generator<string> {
  for (const entry of snapshot.scan()) {
    if (watch.matches(entry)) yield `{"type":"ADDED","object":${encoder.object(entry)}}\n`;
  }
  if (!watch.sendInitialEvents || !watch.bookmarks) return;
  const metadata = {
    resourceVersion: String(revision),
    creationTimestamp: null,
    annotations: { 'k8s.io/initial-events-end': 'true' },
  };
  yield `{"type":"BOOKMARK","object":${encoder.bookmark(metadata)}}\n`;
}
