import { EVENT_SOCKET_HEADERS, EVENT_SOCKET_PATH } from './eventSocketProtocol';
import type { EventSocketOpen } from './eventSocketProtocol';
import { SocketAnswer, SocketUnavailableError } from './SocketAnswer';

/** How long streams go by `fetch` after a WebSocket was refused where `fetch` was not. */
const AVOID_MS = 5 * 60_000;
/** Headers that every stream has, and the server's side of the socket adds by itself. */
const IMPLIED = new Set(['accept']);

export interface EventSocketOptions {
  /** Address of the server, to which `/api/…` is appended. */
  readonly backendUrl: string;
  /** False where streams by `fetch` hold up nothing, as over HTTP/2. */
  readonly isNeeded: () => boolean;
  readonly openSocket: (url: string) => WebSocket;
  /** What makes all other requests, and streams where no WebSocket comes through. */
  readonly fetch: typeof globalThis.fetch;
  readonly now?: () => number;
}

/**
 * A `fetch` that asks for event streams of the server over a WebSocket each, so that they take none of the six connections
 * that a browser has to a server over HTTP/1.1. Response, errors and cancelling are those of `fetch`.
 */
export function eventSocketFetch(options: EventSocketOptions): typeof globalThis.fetch {
  const { isNeeded, openSocket, fetch, now = Date.now } = options;
  const backendUrl = options.backendUrl.replace(/\/$/, '');
  const socketUrl = `${backendUrl}${EVENT_SOCKET_PATH}`.replace(/^http/, 'ws');
  let avoidUntil = 0;
  return async (input, init) => {
    if (now() < avoidUntil || !isNeeded()) return await fetch(input, init);
    const stream = streamOf(input, init, backendUrl);
    if (stream === undefined) return await fetch(input, init);
    const { open, signal } = stream;
    signal?.throwIfAborted();
    try {
      return await new SocketAnswer(opened(openSocket, socketUrl), open, signal).response;
    } catch (error) {
      if (!(error instanceof SocketUnavailableError)) throw error;
      const response = await fetch(input, init);
      // Not where this failed too: then the server was away.
      avoidUntil = now() + AVOID_MS;
      return response;
    }
  };
}

/** Browsers differ in whether what a policy forbids throws, or fails later. */
function opened(openSocket: (url: string) => WebSocket, url: string): WebSocket {
  try {
    return openSocket(url);
  } catch {
    throw new SocketUnavailableError();
  }
}

interface Stream {
  readonly open: EventSocketOpen;
  readonly signal: AbortSignal | undefined;
}

/** The request as it can travel over a socket, if it is one for an event stream and nothing of it would be lost. */
function streamOf(
  input: RequestInfo | URL,
  init: RequestInit | undefined,
  backendUrl: string,
): Stream | undefined {
  const given = input instanceof Request ? input : undefined;
  const { href: url } = new URL(input instanceof Request ? input.url : input, backendUrl);
  const method = init?.method ?? given?.method ?? 'GET';
  if (method !== 'GET' || !url.startsWith(`${backendUrl}/api/`)) return undefined;
  const headers = new Headers(init?.headers ?? given?.headers);
  if (headers.get('accept') !== 'text/event-stream') return undefined;
  const own: EventSocketOpen['headers'] = {};
  for (const name of EVENT_SOCKET_HEADERS) own[name] = headers.get(name) ?? undefined;
  for (const name of headers.keys()) if (!IMPLIED.has(name) && !(name in own)) return undefined;
  const path = url.slice(backendUrl.length).replace(/#.*$/, '');
  return { open: { path, headers: own }, signal: init?.signal ?? given?.signal };
}
