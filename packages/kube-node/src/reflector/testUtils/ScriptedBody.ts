/** A response body that a test writes to while somebody reads it. */
export class ScriptedBody implements AsyncIterable<Uint8Array> {
  /** Nothing comes through any more, and nobody tells the reader: a half-open connection. */
  frozen = false;
  private readonly chunks: Uint8Array[] = [];
  private ended = false;
  private failure: unknown;
  private wake: (() => void) | undefined;
  private closeListener: (() => void) | undefined;

  constructor(signal: AbortSignal) {
    const abort = () => {
      this.failure = signal.reason;
      this.finish();
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  }

  get isOpen(): boolean {
    return !this.ended;
  }

  onClose(listener: () => void): void {
    if (this.ended) listener();
    else this.closeListener = listener;
  }

  write(chunk: Uint8Array): void {
    if (this.frozen || this.ended) return;
    this.chunks.push(chunk);
    this.wake?.();
  }

  /** Ends as the server would. */
  end(): void {
    if (!this.frozen) this.finish();
  }

  /** Breaks off. */
  destroy(error: Error): void {
    if (this.frozen || this.ended) return;
    this.failure = error;
    this.finish();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const chunk = this.chunks.shift();
        if (chunk !== undefined) yield chunk;
        else if (this.failure !== undefined) throw this.failure;
        else if (this.ended) return;
        else await new Promise<void>(resolve => (this.wake = resolve));
      }
    } finally {
      this.finish();
    }
  }

  private finish(): void {
    const first = !this.ended;
    this.ended = true;
    this.wake?.();
    if (first) this.closeListener?.();
  }
}
