import type { ExecOutput } from '@kubemate/kube-node';

/** Output that was sent and not acknowledged; a browser that lags stops the process here. */
const MAX_UNACKNOWLEDGED = 256 * 1024;
/** What is kept besides, for a page that was loaded anew. */
const MAX_KEPT = 128 * 1024;

interface Chunk extends ExecOutput {
  /** Position of its first byte in the session's output. */
  readonly at: number;
}

/** The end of a session's output: all that the browser has not acknowledged, and a little before that. */
export class OutputWindow {
  #chunks: Chunk[] = [];
  #end = 0;
  #acknowledged = 0;

  /** Bytes since the session began. */
  get end(): number {
    return this.#end;
  }

  get isFull(): boolean {
    return this.#end - this.#acknowledged >= MAX_UNACKNOWLEDGED;
  }

  append(output: ExecOutput): Chunk {
    const chunk = { ...output, at: this.#end };
    this.#chunks.push(chunk);
    this.#end += output.data.byteLength;
    this.#trim();
    return chunk;
  }

  /** A count beyond what was written is taken for all of it; one that goes back changes nothing. */
  acknowledge(received: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, Math.min(received, this.#end));
    this.#trim();
  }

  /** What follows after `position`, and how much of it is no longer here. */
  from(position: number): { from: number; lost: number; chunks: readonly ExecOutput[] } {
    const wanted = Math.min(position, this.#end);
    const start = this.#chunks[0]?.at ?? this.#end;
    const from = Math.max(wanted, start);
    const chunks = this.#chunks
      .filter(({ at, data }) => at + data.byteLength > from)
      .map(({ channel, at, data }) => ({
        channel,
        data: at < from ? data.subarray(from - at) : data,
      }));
    return { from, lost: from - wanted, chunks };
  }

  #trim(): void {
    const keepFrom = Math.min(this.#acknowledged, this.#end - MAX_KEPT);
    const index = this.#chunks.findIndex(({ at, data }) => at + data.byteLength > keepFrom);
    if (index > 0) this.#chunks = this.#chunks.slice(index);
  }
}
