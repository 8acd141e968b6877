import { isError } from '@backstage/errors';
import type { ErrorResponseBody } from '@backstage/errors';
import { EventWriter } from './EventWriter';
import type { EventWriterOptions } from './EventWriter';

export interface EventStreamOptions extends EventWriterOptions {
  /** JSON texts, one per event. Pulled only when the client has taken the one before. */
  readonly source: AsyncIterable<string>;
  /** Ends the stream. A reason that is to be told to the client is an error of `@backstage/errors`. */
  readonly signal: AbortSignal;
  /** What to tell the client of an error after the headers are sent. */
  readonly describeError: (error: unknown) => ErrorResponseBody;
}

/**
 * Answers with server-sent events. Resolves when the stream has ended.
 *
 * Nothing is queued for a slow client: while its socket is full the source is not pulled, so a source that coalesces
 * brings it up to date later. An error before the first event is thrown, and becomes a plain HTTP error.
 */
export async function sendEventStream(options: EventStreamOptions): Promise<void> {
  const { source, signal, describeError } = options;
  const iterator = source[Symbol.asyncIterator]();
  const writer = new EventWriter(options);
  try {
    for (;;) {
      const next = await untilAborted(iterator.next(), signal);
      if (next.done) return;
      await writer.write(`data: ${next.value}\n\n`);
    }
  } catch (error) {
    if (isGoodbye(error)) return;
    if (!writer.isOpen) throw error;
    await writer.write(`event: error\ndata: ${JSON.stringify(describeError(error))}\n\n`);
  } finally {
    writer.end();
    // Not awaited: a source stuck in a read would keep the response open.
    void iterator.return?.().catch(() => undefined);
  }
}

/**
 * The promise, or the signal's reason as an error. Not `Promise.race` against one long-lived promise: that keeps
 * every event of the stream in memory until the stream ends.
 */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort);
    if (signal.aborted) abort();
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** The reason of a signal that was aborted without one: the client has left, or the server is shutting down. */
function isGoodbye(error: unknown): boolean {
  return isError(error) && error.name === 'AbortError';
}
