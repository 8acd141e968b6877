import type { Row } from '@kubemate/kube-common';
import type { RowChunk } from './RowOrder';

/** Rows of a run as one stretch of bytes: one search over it is several times faster than a search in each row. */
interface ChunkText {
  readonly version: number;
  readonly bytes: Buffer;
  /** Where each row's text begins, and the end. */
  readonly starts: Uint32Array;
  readonly placeOf: ReadonlyMap<Row, number>;
}

const texts = new WeakMap<RowChunk, ChunkText>();

/** Ends each row's text. No search word contains it. */
const END = '\0';

function textOf(row: Row): string {
  const parts = [row.name, row.namespace ?? '', row.reason ?? ''];
  for (const cell of Object.values(row.cells)) {
    if (typeof cell === 'string') parts.push(cell);
  }
  for (const [key, value] of Object.entries(row.labels ?? {})) parts.push(`${key}=${value}`);
  return parts.join('\n').toLowerCase() + END;
}

/** Rows that stayed keep their bytes, so that a change costs its own row and one copy. */
function build(chunk: RowChunk, old: ChunkText | undefined): ChunkText {
  const { entries } = chunk;
  const placeOf = new Map<Row, number>();
  const starts = new Uint32Array(entries.length + 1);
  const parts = entries.map(({ row }, at) => {
    placeOf.set(row, at);
    const before = old?.placeOf.get(row);
    const known =
      before === undefined
        ? undefined
        : old?.bytes.subarray(old.starts[before], old.starts[before + 1]);
    const part = known ?? Buffer.from(textOf(row));
    starts[at + 1] = (starts[at] ?? 0) + part.length;
    return part;
  });
  return { version: chunk.version, bytes: Buffer.concat(parts), starts, placeOf };
}

function chunkText(chunk: RowChunk): ChunkText {
  const known = texts.get(chunk);
  if (known?.version === chunk.version) return known;
  const text = build(chunk, known);
  texts.set(chunk, text);
  return text;
}

/** The words of a search, in lower case and each once. */
export function searchWords(search: string | undefined): string[] {
  // A word never holds what separates texts, so no match can reach over a border.
  const words = (search ?? '').toLowerCase().split(/[\s\0]+/);
  return [...new Set(words.filter(Boolean))].sort();
}

/** Places of the run's rows that hold the word in their name, namespace, reason, labels or text cells. */
function placesOf(word: Buffer, text: ChunkText): number[] {
  const places: number[] = [];
  const { bytes, starts } = text;
  let place = 0;
  for (let at = bytes.indexOf(word); at >= 0;) {
    while ((starts[place + 1] ?? Infinity) <= at) place++;
    places.push(place);
    // One match in a row is enough.
    const next = starts[place + 1] ?? bytes.length;
    at = next >= bytes.length ? -1 : bytes.indexOf(word, next);
  }
  return places;
}

/** Places of the run's rows that hold every word. */
export function searchChunk(words: readonly Buffer[], chunk: RowChunk): number[] {
  const text = chunkText(chunk);
  let found: number[] | undefined;
  for (const word of words) {
    const places = new Set(placesOf(word, text));
    found = found === undefined ? [...places] : found.filter(place => places.has(place));
    if (found.length === 0) return found;
  }
  return found ?? [];
}
