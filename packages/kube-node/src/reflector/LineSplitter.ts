import { invalidAnswer } from './ApiFailure';

const NEWLINE = 10;

/**
 * Cuts a byte stream into lines. Working on bytes keeps characters whole that a chunk border cuts: no byte of a
 * multi-byte UTF-8 character is a newline.
 */
export class LineSplitter {
  private parts: Uint8Array[] = [];
  private held = 0;

  constructor(private readonly maxLine: number) {}

  /** Lines that the chunk completes, without their newline; empty lines are left out. @throws ApiFailure for a line beyond the bound */
  push(chunk: Uint8Array): string[] {
    const lines: string[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start);
      if (end < 0) break;
      this.hold(chunk.subarray(start, end));
      const line = this.take();
      if (line !== '') lines.push(line);
      start = end + 1;
    }
    this.hold(chunk.subarray(start));
    return lines;
  }

  /** What stands after the last newline. */
  rest(): string {
    return this.take();
  }

  private hold(part: Uint8Array): void {
    if (part.byteLength === 0) return;
    this.held += part.byteLength;
    if (this.held > this.maxLine) {
      this.parts = [];
      throw invalidAnswer(`A watch event is larger than ${this.maxLine} bytes`);
    }
    this.parts.push(part);
  }

  private take(): string {
    const [first] = this.parts;
    const bytes =
      this.parts.length === 1 && first
        ? Buffer.from(first.buffer, first.byteOffset, first.byteLength)
        : Buffer.concat(this.parts);
    this.parts = [];
    this.held = 0;
    return bytes.toString('utf8');
  }
}
