/** Ordered, immutable list of chunks. Holding one is a snapshot: later changes copy one chunk and the spine. */
export interface Keyed {
  readonly key: string;
}

const MAX_CHUNK = 512;

function lowerBound<Item extends Keyed>(chunk: readonly Item[], key: string): number {
  let low = 0;
  let high = chunk.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = chunk[middle];
    if (item !== undefined && item.key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Persistent list sorted by key (code-unit order, as etcd sorts). A write costs O(√n) copies, a snapshot costs nothing,
 * which is what consistent list pages over a busy collection need.
 */
export class SortedList<Item extends Keyed> {
  private constructor(
    private readonly chunks: readonly (readonly Item[])[],
    readonly size: number,
  ) {}

  static empty<Item extends Keyed>(): SortedList<Item> {
    return new SortedList<Item>([], 0);
  }

  get(key: string): Item | undefined {
    const chunk = this.chunks[this.chunkOf(key)];
    const item = chunk?.[lowerBound(chunk, key)];
    return item?.key === key ? item : undefined;
  }

  /** Adds the item, or replaces the one with its key. */
  with(item: Item): SortedList<Item> {
    if (this.chunks.length === 0) return new SortedList([[item]], 1);
    const index = Math.min(this.chunkOf(item.key), this.chunks.length - 1);
    const chunk = this.chunks[index] ?? [];
    const at = lowerBound(chunk, item.key);
    const replaces = chunk[at]?.key === item.key;
    const next = chunk.toSpliced(at, replaces ? 1 : 0, item);
    const chunks =
      next.length <= MAX_CHUNK
        ? this.chunks.with(index, next)
        : this.chunks.toSpliced(index, 1, ...splitChunk(next, at));
    return new SortedList(chunks, replaces ? this.size : this.size + 1);
  }

  without(key: string): SortedList<Item> {
    const index = this.chunkOf(key);
    const chunk = this.chunks[index];
    if (chunk === undefined) return this;
    const at = lowerBound(chunk, key);
    if (chunk[at]?.key !== key) return this;
    const next = chunk.toSpliced(at, 1);
    const chunks =
      next.length > 0 ? this.chunks.with(index, next) : this.chunks.toSpliced(index, 1);
    return new SortedList(chunks, this.size - 1);
  }

  /** Items with `prefix`, in order, from the first whose key is greater than `after`. */
  *scan(prefix = '', after = ''): Generator<Item> {
    const start = after > prefix ? after : prefix;
    for (let index = this.chunkOf(start); index < this.chunks.length; index++) {
      const chunk = this.chunks[index] ?? [];
      for (let at = lowerBound(chunk, start); at < chunk.length; at++) {
        const item = chunk[at];
        if (item === undefined || item.key <= after) continue;
        if (!item.key.startsWith(prefix)) return;
        yield item;
      }
    }
  }

  /** How many keys start with `prefix` and are greater than `after`. */
  count(prefix = '', after = ''): number {
    const start = after >= prefix ? `${after}\u0000` : prefix;
    return Math.max(0, this.rank(`${prefix}\uffff`) - this.rank(start));
  }

  private rank(key: string): number {
    if (key === '') return 0;
    const index = this.chunkOf(key);
    let rank = 0;
    for (let before = 0; before < index; before++) rank += this.chunks[before]?.length ?? 0;
    const chunk = this.chunks[index];
    return chunk === undefined ? rank : rank + lowerBound(chunk, key);
  }

  /** The first chunk whose last key is not smaller than `key`. */
  private chunkOf(key: string): number {
    let low = 0;
    let high = this.chunks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const last = this.chunks[middle]?.at(-1);
      if (last !== undefined && last.key < key) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Appending in order is the common bulk load: then the old chunk stays full instead of half empty. */
function splitChunk<Item>(chunk: readonly Item[], insertedAt: number): (readonly Item[])[] {
  const middle = insertedAt === chunk.length - 1 ? chunk.length - 1 : chunk.length >>> 1;
  return [chunk.slice(0, middle), chunk.slice(middle)];
}
