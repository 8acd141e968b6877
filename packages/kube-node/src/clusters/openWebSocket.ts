import type { IncomingMessage } from 'node:http';
import type { LookupFunction } from 'node:net';
import type { SecureContextOptions } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { WebSocket } from 'ws';
import type { ApiResponse } from '../reflector/ApiTransport';

const HANDSHAKE_MS = 30_000;
/** The API server forwards at most 32 KiB at once. */
const MAX_FRAME = 1024 * 1024;

export interface WebSocketTarget {
  /** `http:` or `https:`. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly protocols: readonly string[];
  readonly tls: SecureContextOptions & { rejectUnauthorized: boolean; servername?: string };
  readonly proxyUrl?: string;
  /** Resolves the host, where not every address may be called; see AddressGuard. */
  readonly lookup?: LookupFunction;
  readonly signal: AbortSignal;
}

/** An open socket, or the answer of a server that did not switch protocols. */
export type WebSocketAnswer =
  | { readonly type: 'open'; readonly socket: WebSocket }
  | { readonly type: 'refused'; readonly response: ApiResponse };

/** Nothing is sent but `headers` and what the handshake itself needs; redirects are answers, never followed. */
export function openWebSocket(target: WebSocketTarget): Promise<WebSocketAnswer> {
  const { url, headers, protocols, tls, proxyUrl, lookup, signal } = target;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const address = new URL(url);
    address.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(address, [...protocols], {
      ...tls,
      ...(lookup === undefined ? {} : { lookup }),
      // An array is sent as one line for each value, see node:http.
      headers: headers as Record<string, string>,
      agent: proxyUrl === undefined ? undefined : new HttpsProxyAgent(proxyUrl),
      followRedirects: false,
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MAX_FRAME,
      perMessageDeflate: false,
    });
    const abort = () => {
      socket.terminate();
      reject(signal.reason);
    };
    const settled = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort, { once: true });
    // Without a listener a late error would end the process.
    socket.on('error', error => {
      settled();
      reject(error);
    });
    socket.once('open', () => {
      settled();
      // Frames that came with the answer wait until their reader listens.
      socket.pause();
      resolve({ type: 'open', socket });
    });
    socket.once('unexpected-response', (_, answer: IncomingMessage) => {
      settled();
      resolve({ type: 'refused', response: toResponse(answer) });
    });
  });
}

function toResponse(answer: IncomingMessage): ApiResponse {
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: readBytes(answer) };
}

async function* readBytes(answer: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of answer) yield chunk;
  } finally {
    answer.destroy();
  }
}
