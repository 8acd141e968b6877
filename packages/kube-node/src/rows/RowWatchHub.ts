import { formatResourceId } from '@kubemate/kube-common';
import type { Clock } from '../reflector/Clock';
import { systemClock } from '../reflector/Clock';
import type { NamespaceIds } from './NamespaceSet';
import { accessFingerprint } from './RowAccess';
import { RowSubscription, type SerialisedRowEvent } from './RowSubscription';
import { type RowView, SharedRowView } from './SharedRowView';

const INTERVAL_MS = 100;
const STATUS_MS = 10_000;
const MAX_QUEUED = 16;

/**
 * Windows that are followed now. Followers with the same query, window and rights share one: it is computed and
 * serialised once however many they are.
 */
export class RowWatchHub {
  private readonly views = new Map<string, SharedRowView>();
  private readonly clock: Clock;
  private readonly ids: NamespaceIds;

  constructor(options: { ids: NamespaceIds; clock?: Clock }) {
    this.ids = options.ids;
    this.clock = options.clock ?? systemClock;
  }

  /** Distinct views that are followed now. */
  get size(): number {
    return this.views.size;
  }

  /** Follows a window until the signal aborts or the reader leaves. Starts with a `page`. */
  async *watch(
    view: RowView,
    options: { signal: AbortSignal },
  ): AsyncGenerator<SerialisedRowEvent, void, undefined> {
    const { signal } = options;
    if (signal.aborted) return;
    const key = this.keyOf(view);
    const shared = this.views.get(key) ?? this.open(key, view);
    const subscription = new RowSubscription({
      page: () => shared.currentPage(),
      maxQueued: MAX_QUEUED,
    });
    shared.add(subscription);
    const leave = () => this.leave(key, shared, subscription);
    signal.addEventListener('abort', leave, { once: true });
    try {
      yield* subscription.read(signal);
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  }

  private open(key: string, view: RowView): SharedRowView {
    const shared = new SharedRowView(view, {
      clock: this.clock,
      ids: this.ids,
      intervalMs: INTERVAL_MS,
      statusMs: STATUS_MS,
    });
    this.views.set(key, shared);
    return shared;
  }

  private leave(key: string, shared: SharedRowView, subscription: RowSubscription): void {
    shared.remove(subscription);
    if (!shared.isUnused || this.views.get(key) !== shared) return;
    this.views.delete(key);
    shared.close();
  }

  private keyOf({ scope, query, sources }: RowView): string {
    return JSON.stringify([
      scope,
      query.key,
      sources.map(({ store, access }) => [
        store.cluster,
        formatResourceId(store.resource),
        storeNumber(store),
        accessFingerprint(access),
      ]),
    ]);
  }
}

const storeNumbers = new WeakMap<object, number>();
let stores = 0;

/** Tells a store apart from the one that stood in its place before: a view must not follow a store that was closed. */
function storeNumber(store: object): number {
  const known = storeNumbers.get(store);
  if (known !== undefined) return known;
  storeNumbers.set(store, ++stores);
  return stores;
}
