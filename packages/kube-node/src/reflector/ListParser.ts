import { invalidAnswer } from './ApiFailure';

/** What a list says about itself. */
export interface ListMeta {
  readonly resourceVersion: string;
  /** Present where another page follows. */
  readonly continue?: string;
}

const ITEMS_KEY = Buffer.from('"items":');
/**
 * Byte sequences that stand between two items. They may also stand deeper inside an item, which is why a piece cut
 * there counts only when it parses: a cut inside an item leaves a bracket open.
 */
const BORDERS = ['},{"metadata":', '},{"apiVersion":', '},{"kind":', '},{"'].map(text =>
  Buffer.from(text),
);
const CLOSE = ']';
const MAX_CLOSE_ATTEMPTS = 8;
/** Large enough that cutting costs nothing, small enough that parsing one piece takes a few milliseconds. */
const PIECE = 256 * 1024;

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

/**
 * Reads a list response piece by piece as it arrives: items come out long before the response ends, no piece blocks the
 * event loop for the parsing of a whole page, and a response larger than the largest string can be read.
 */
export class ListParser {
  private parts: Buffer[] = [];
  private held = 0;
  private head: string | undefined;
  /** After a cut that did not parse, as much more is collected before the next attempt, so that attempts stay few. */
  private wanted: number;
  private readonly maxHeld: number;
  private readonly piece: number;

  constructor(options: { maxHeld: number; piece?: number }) {
    this.maxHeld = options.maxHeld;
    this.piece = options.piece ?? PIECE;
    this.wanted = this.piece;
  }

  /** Items that the chunk completes. @throws ApiFailure where the list cannot be read within the bound */
  push(chunk: Uint8Array): unknown[] {
    this.parts.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    this.held += chunk.byteLength;
    if (this.held < this.wanted) return [];
    if (this.held > this.maxHeld)
      throw invalidAnswer(`An item of the list is larger than ${this.maxHeld} bytes`);
    const bytes = this.join();
    if (this.head !== undefined || this.takeHead(bytes)) return this.cut();
    this.wanted = this.held * 2;
    return [];
  }

  /** Call at the end of the response. @throws ApiFailure where the response is not a complete list */
  end(): { items: readonly unknown[]; meta: ListMeta } {
    const bytes = this.join();
    if (this.head === undefined && !this.takeHead(bytes)) return this.whole(bytes);
    return this.tail();
  }

  private join(): Buffer {
    const [first] = this.parts;
    const bytes = this.parts.length === 1 && first ? first : Buffer.concat(this.parts);
    this.parts = [bytes];
    return bytes;
  }

  private keep(bytes: Buffer): void {
    this.parts = bytes.length === 0 ? [] : [bytes];
    this.held = bytes.length;
  }

  /** Finds where the items begin; false where that is not (yet) to be seen. */
  private takeHead(bytes: Buffer): boolean {
    const at = bytes.indexOf(ITEMS_KEY);
    if (at < 0) return false;
    const open = at + ITEMS_KEY.length;
    if (bytes[open] !== 0x5b) return false;
    this.head = bytes.toString('utf8', 0, open);
    this.keep(bytes.subarray(open + 1));
    return true;
  }

  private cut(): unknown[] {
    const bytes = this.join();
    for (const border of BORDERS) {
      const at = bytes.lastIndexOf(border);
      if (at < 0) continue;
      const items = parse(`[${bytes.toString('utf8', 0, at + 1)}]`)?.value;
      if (!Array.isArray(items)) continue;
      this.keep(bytes.subarray(at + 2));
      this.wanted = this.piece;
      return items;
    }
    this.wanted = this.held * 2;
    return [];
  }

  private tail(): { items: readonly unknown[]; meta: ListMeta } {
    const bytes = this.join();
    let close = bytes.lastIndexOf(CLOSE);
    // A continue token may itself hold a bracket, so the last one need not be the end of the items.
    for (let attempt = 0; attempt < MAX_CLOSE_ATTEMPTS && close >= 0; attempt++) {
      const envelope = parse(`${this.head}[]${bytes.toString('utf8', close + 1)}`);
      if (envelope !== undefined) {
        const items = parse(`[${bytes.toString('utf8', 0, close)}]`)?.value;
        if (Array.isArray(items)) return { items, meta: readMeta(envelope.value) };
      }
      close = close === 0 ? -1 : bytes.lastIndexOf(CLOSE, close - 1);
    }
    throw invalidAnswer('The list is cut off or is not JSON');
  }

  /** For lists that are laid out in another way, such as indented or with `items: null`. */
  private whole(bytes: Buffer): { items: readonly unknown[]; meta: ListMeta } {
    const list = record(parse(bytes.toString('utf8'))?.value);
    const items = list?.items ?? [];
    if (list === undefined || !Array.isArray(items)) {
      throw invalidAnswer('The list is cut off or is not JSON');
    }
    return { items, meta: readMeta(list) };
  }
}

function readMeta(envelope: unknown): ListMeta {
  const metadata = record(record(envelope)?.metadata);
  if (metadata === undefined) throw invalidAnswer('The answer is not a list: it has no metadata');
  const { resourceVersion, continue: token } = metadata;
  return {
    resourceVersion: typeof resourceVersion === 'string' ? resourceVersion : '',
    continue: typeof token === 'string' && token !== '' ? token : undefined,
  };
}
