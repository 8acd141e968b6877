import type { Clock } from '@kubemate/kube-node';
import type { Response } from 'express';

/** Below the 60 s after which proxies commonly close a silent connection. */
const HEARTBEAT_MS = 15_000;
/** A reader that takes nothing for this long is gone, though its connection may still look open. */
const STALL_MS = 60_000;
/** After this long without a first event the headers are sent, so that the client knows it is connected. */
const OPEN_MS = 1_000;

export interface EventWriterOptions {
  readonly response: Response;
  /** Releases a write that waits for a slow client. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** The sending side of one stream of server-sent events: headers, heartbeat, and a write that waits for the client. */
export class EventWriter {
  readonly #response: Response;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #cancelTimer: () => void;
  #closed = false;

  constructor({ response, signal, clock }: EventWriterOptions) {
    this.#response = response;
    this.#signal = signal;
    this.#clock = clock;
    this.#cancelTimer = clock.after(OPEN_MS, () => void this.write(': open\n\n'));
  }

  /** Whether the status is on its way, so that an error can only be told as an event. */
  get isOpen(): boolean {
    return this.#response.headersSent;
  }

  /** Resolves when the client's socket has room again, or the stream is over. */
  async write(text: string): Promise<void> {
    if (this.#closed || this.#response.destroyed) return;
    this.#open();
    const hasRoom = this.#response.write(text);
    this.#flush();
    if (!hasRoom) await this.#drained();
    this.#setTimer(HEARTBEAT_MS, () => void this.write(': ping\n\n'));
  }

  end(): void {
    this.#closed = true;
    this.#cancelTimer();
    if (this.isOpen && !this.#response.writableEnded) this.#response.end();
  }

  #open() {
    if (this.isOpen) return;
    this.#response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      // no-transform also keeps the compression middleware from collecting events.
      'Cache-Control': 'no-store, no-transform',
      'X-Accel-Buffering': 'no',
    });
    this.#response.flushHeaders();
  }

  /** Compression, where it is on, adds this; without it an event would wait for the next ones. */
  #flush() {
    const response: Response & { flush?: () => void } = this.#response;
    response.flush?.();
  }

  #drained(): Promise<void> {
    this.#setTimer(STALL_MS, () => this.#response.destroy());
    return new Promise(resolve => {
      const release = () => {
        this.#response.off('drain', release);
        this.#response.off('close', release);
        this.#signal.removeEventListener('abort', release);
        resolve();
      };
      this.#response.on('drain', release);
      this.#response.on('close', release);
      this.#signal.addEventListener('abort', release);
      if (this.#signal.aborted) release();
    });
  }

  #setTimer(delayMs: number, callback: () => void) {
    this.#cancelTimer();
    this.#cancelTimer = this.#closed ? () => {} : this.#clock.after(delayMs, callback);
  }
}
