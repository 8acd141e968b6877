import { ApiFailure, failureOfResponse } from './ApiFailure';
import type { ApiRequest, ApiTransport } from './ApiTransport';
import type { Clock } from './Clock';

export interface StreamOptions {
  readonly transport: ApiTransport;
  readonly clock: Clock;
  /** Without a byte for this long the connection is taken for dead, although nobody closed it. */
  readonly silenceMs: () => number;
  readonly signal: AbortSignal;
  /** Called when the server has accepted the request. */
  readonly onOpen?: () => void;
}

/** Calls back once when nothing was heard for the limit. One timer, however many chunks come. */
function watchSilence(clock: Clock, limitMs: () => number, onSilent: (afterMs: number) => void) {
  let heardAt = clock.now();
  let cancel: () => void = () => {};
  const arm = (delay: number) => {
    cancel = clock.after(delay, () => {
      const remaining = heardAt + limitMs() - clock.now();
      if (remaining > 0) arm(remaining);
      else onSilent(clock.now() - heardAt);
    });
  };
  arm(limitMs());
  return {
    heard() {
      heardAt = clock.now();
    },
    close: () => cancel(),
  };
}

function asFailure(error: unknown): ApiFailure {
  if (error instanceof ApiFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ApiFailure(message, { problem: 'unreachable', cause: error });
}

/**
 * Sends a GET and yields the bytes of its answer.
 * @throws ApiFailure where the answer is not 200, breaks off with an error or falls silent; the signal's reason where it aborts
 */
export async function* openStream(
  request: Omit<ApiRequest, 'signal'>,
  options: StreamOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { clock, signal, silenceMs } = options;
  const inner = new AbortController();
  const abort = () => inner.abort(signal.reason);
  signal.throwIfAborted();
  signal.addEventListener('abort', abort, { once: true });
  const silence = watchSilence(clock, silenceMs, afterMs => {
    const message = `The API server sent nothing for ${Math.round(afterMs / 1000)} s`;
    inner.abort(new ApiFailure(message, { problem: 'unreachable' }));
  });
  try {
    const response = await options.transport.request({ ...request, signal: inner.signal });
    if (response.status !== 200) throw await failureOfResponse(response, clock.now());
    silence.heard();
    options.onOpen?.();
    for await (const chunk of response.body) {
      silence.heard();
      yield chunk;
    }
    inner.signal.throwIfAborted();
  } catch (error) {
    throw asFailure(inner.signal.aborted && !signal.aborted ? inner.signal.reason : error);
  } finally {
    silence.close();
    signal.removeEventListener('abort', abort);
    // Releases the connection where the reader left early.
    inner.abort();
  }
}
