/** One line of a container's log as the API server sends it with `timestamps=true`. */
export interface StampedLine {
  /** RFC 3339 with all its digits, so that it can be compared as text; absent where the line has none. */
  readonly stamp: string | undefined;
  /** Epoch milliseconds. */
  readonly at: number | undefined;
  readonly text: string;
}

/** Longer lines are cut: they are dumps, and nobody reads them in a table. */
export const MAX_LINE = 64 * 1024;

const STAMP = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/;

/** Splits the bytes of a log into lines; UTF-8 characters may be cut anywhere. */
export class LogLineReader {
  private readonly decoder = new TextDecoder();
  private rest = '';
  private cut = false;

  push(chunk: Uint8Array): StampedLine[] {
    return this.split(this.decoder.decode(chunk, { stream: true }));
  }

  /** The last line, where it does not end with a line feed. */
  end(): StampedLine[] {
    const lines = this.split(this.decoder.decode());
    if (this.rest !== '' && !this.cut) lines.push(parseLine(this.rest));
    this.rest = '';
    return lines;
  }

  private split(text: string): StampedLine[] {
    const parts = (this.rest + text).split('\n');
    this.rest = parts.pop() ?? '';
    const lines: StampedLine[] = [];
    for (const part of parts) {
      if (this.cut) this.cut = false;
      else lines.push(parseLine(part));
    }
    if (this.cut) this.rest = '';
    else if (this.rest.length > MAX_LINE) {
      lines.push(parseLine(this.rest));
      this.rest = '';
      this.cut = true;
    }
    return lines;
  }
}

function parseLine(raw: string): StampedLine {
  const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
  const match = STAMP.exec(line);
  const text = (match ? line.slice(match[0].length) : line).slice(0, MAX_LINE);
  if (!match) return { stamp: undefined, at: undefined, text };
  const [, seconds = '', fraction = '', zone = 'Z'] = match;
  const at = Date.parse(`${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${zone}`);
  if (Number.isNaN(at)) return { stamp: undefined, at: undefined, text: line };
  const stamp = `${new Date(at).toISOString().slice(0, 19)}.${fraction.padEnd(9, '0')}Z`;
  return { stamp, at, text };
}
