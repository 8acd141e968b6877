import type { ParsedRowQuery, RowMatcher } from './parseRowQuery';
import { accessFingerprint, type RowAccess } from './RowAccess';
import type { NamespaceIds } from './NamespaceSet';
import { NamespaceSet } from './NamespaceSet';
import { type RowChunk, type RowEntry, RowOrder } from './RowOrder';
import type { RowStore } from './RowStore';
import { searchChunk } from './searchText';

/** One cluster's part in a query: its rows and what the viewer may see of them. */
export interface RowSource {
  readonly store: RowStore;
  readonly access: RowAccess;
}

/** The places of a run's rows that match, in order. */
export type MatchedPlaces = Uint16Array;

/**
 * Which rows of each run of an order match one question. Only runs that changed are looked at again, so a total over
 * 100,000 rows costs a scan once and a few runs after each change.
 */
class MatchCache {
  private readonly known = new WeakMap<RowChunk, { version: number; places: MatchedPlaces }>();

  get(chunk: RowChunk, find: (chunk: RowChunk) => MatchedPlaces): MatchedPlaces {
    const known = this.known.get(chunk);
    if (known?.version === chunk.version) return known.places;
    const places = find(chunk);
    this.known.set(chunk, { version: chunk.version, places });
    return places;
  }
}

/** Questions remembered per order. Each costs two bytes a matching row. */
const MAX_QUESTIONS = 32;
const cachesByOrder = new WeakMap<RowOrder, Map<string, MatchCache>>();

function cacheOf(order: RowOrder, key: string): MatchCache {
  let byKey = cachesByOrder.get(order);
  if (byKey === undefined) cachesByOrder.set(order, (byKey = new Map<string, MatchCache>()));
  const cache = byKey.get(key) ?? new MatchCache();
  byKey.delete(key);
  byKey.set(key, cache);
  if (byKey.size > MAX_QUESTIONS) {
    const [oldest] = byKey.keys();
    if (oldest !== undefined) byKey.delete(oldest);
  }
  return cache;
}

function visibleNamespaces(
  { access }: RowSource,
  query: ParsedRowQuery,
  ids: NamespaceIds,
): NamespaceSet | undefined {
  if (query.namespaces === undefined) return access.all ? undefined : access.namespaces;
  const asked = new NamespaceSet();
  for (const namespace of query.namespaces) {
    const id = ids.idOf(namespace);
    // Cluster-scoped objects are in no namespace, so naming one never asks for them.
    if (id !== undefined && id !== 0) asked.add(id);
  }
  return access.all ? asked : asked.intersect(access.namespaces);
}

/**
 * Where few rows match, they alone are put in order for each query. Where many do, the maintained order is walked: a page
 * is found there after few rows.
 */
function areFew(matching: number, all: number): boolean {
  return matching <= Math.min(2000, all / 8);
}

/** Which rows of one source answer a query: those in the visible namespaces that the matcher accepts. */
class RowSelection {
  constructor(
    private readonly matcher: RowMatcher,
    private readonly visible: NamespaceSet | undefined,
    private readonly now: number,
  ) {}

  get isEverything(): boolean {
    const { test, words } = this.matcher;
    return this.visible === undefined && test === undefined && words.length === 0;
  }

  readonly find = (chunk: RowChunk): MatchedPlaces => {
    const { words } = this.matcher;
    if (words.length > 0) {
      const found = searchChunk(words, chunk);
      return Uint16Array.from(found.filter(at => this.accepts(chunk.entries[at])));
    }
    const found: number[] = [];
    for (let at = 0; at < chunk.entries.length; at++) {
      if (this.accepts(chunk.entries[at])) found.push(at);
    }
    return Uint16Array.from(found);
  };

  private accepts(entry: RowEntry | undefined): boolean {
    if (entry === undefined) return false;
    if (this.visible !== undefined && !this.visible.has(entry.namespaceId)) return false;
    const { test } = this.matcher;
    return test === undefined || test(entry.row, this.now);
  }
}

/** The rows of one source that answer a query, in the query's order. */
export class MatchedRows {
  /** The store's own order, or one of the matching rows alone where these are few. */
  readonly order: RowOrder;
  /** Rows that answer the query. */
  readonly total: number;
  private readonly selection: RowSelection | undefined;
  private readonly cache: MatchCache;

  constructor(
    source: RowSource,
    private readonly query: ParsedRowQuery,
    context: { ids: NamespaceIds; now: number },
  ) {
    const { store } = source;
    const visible = visibleNamespaces(source, query, context.ids);
    const selection = new RowSelection(query.matcher, visible, context.now);
    const key = questionKey(source, query);
    const base = store.baseOrder;
    const { words, test } = query.matcher;
    const byNamespace = visible !== undefined && test === undefined && words.length === 0;
    const baseCache = this.cacheFor(base, key);
    if (selection.isEverything) this.total = store.size;
    else if (byNamespace) this.total = totalByNamespace(store, visible);
    else this.total = sumOf(base, chunk => baseCache.get(chunk, selection.find).length);
    const sorted = selection.isEverything || query.sort.text === base.sort.text;
    const few = !sorted && areFew(this.total, store.size);
    this.order = few
      ? RowOrder.from(
          selected(base, chunk => baseCache.get(chunk, selection.find)),
          query.sort,
        )
      : store.order(query.sort);
    this.selection = few || selection.isEverything ? undefined : selection;
    this.cache = this.order === base ? baseCache : this.cacheFor(this.order, key);
  }

  count(chunk: RowChunk): number {
    return this.places(chunk)?.length ?? chunk.entries.length;
  }

  /** Undefined where every row of the run matches. */
  places(chunk: RowChunk): MatchedPlaces | undefined {
    return this.selection && this.cache.get(chunk, this.selection.find);
  }

  /** What depends on the time is asked anew by each query, but only once. */
  private cacheFor(order: RowOrder, key: string): MatchCache {
    return this.query.matcher.timed ? new MatchCache() : cacheOf(order, key);
  }
}

function questionKey({ access }: RowSource, { namespaces, matcher }: ParsedRowQuery): string {
  return `${accessFingerprint(access)}\n${namespaces?.join(',') ?? '*'}\n${matcher.key}`;
}

function totalByNamespace(store: RowStore, visible: NamespaceSet): number {
  let total = 0;
  for (const { namespaceId, count } of store.countsByNamespace()) {
    if (visible.has(namespaceId)) total += count;
  }
  return total;
}

function sumOf(order: RowOrder, count: (chunk: RowChunk) => number): number {
  let sum = 0;
  for (const chunk of order.chunks) sum += count(chunk);
  return sum;
}

function* selected(order: RowOrder, find: (chunk: RowChunk) => MatchedPlaces): Generator<RowEntry> {
  for (const chunk of order.chunks) {
    for (const place of find(chunk)) {
      const entry = chunk.entries[place];
      if (entry !== undefined) yield entry;
    }
  }
}
