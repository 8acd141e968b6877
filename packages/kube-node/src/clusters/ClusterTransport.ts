import { createGunzip } from 'node:zlib';
import { Pool, ProxyAgent, type Dispatcher } from 'undici';
import type { WebSocket } from 'ws';
import { isLoopbackHost } from '../config/loopback';
import type { ApiResponse } from '../reflector/ApiTransport';
import type { ClusterDefinition } from './ClusterDefinition';
import { openWebSocket, type WebSocketAnswer } from './openWebSocket';
import type { CredentialMaterial } from './PortalCredential';

/** Parallel requests on one cluster; more wait their turn here, so that no viewer can open sockets without end. */
const REQUEST_CONNECTIONS = 24;
/** Watches and followed logs hold a connection each for as long as they live. */
const STREAM_CONNECTIONS = 1024;
const CONNECT_TIMEOUT_MS = 5_000;
const HEADERS_TIMEOUT_MS = 30_000;
const BODY_TIMEOUT_MS = 30_000;
/** Below what load balancers close at, see client-go's 30 s. */
const TCP_KEEP_ALIVE_MS = 30_000;

/** One HTTP request, whole: nothing is added to `headers` but what HTTP itself needs (Host, Content-Length, Connection). */
export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** A list is sent as one header line for each value. */
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
  readonly signal: AbortSignal;
  /** A watch or a followed log: no time limit on the answer, and a connection of its own. */
  readonly stream: boolean;
}

/** A request to switch to a WebSocket, as whole as a {@link WireRequest}. */
export interface WireUpgrade {
  readonly path: string;
  /** Pairs, because a command has several of the same name. */
  readonly query: readonly (readonly [string, string])[];
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly protocols: readonly string[];
  readonly signal: AbortSignal;
}

type TransportTarget = Pick<ClusterDefinition, 'server' | 'tls' | 'proxyUrl' | 'guard'>;

type Certificate = Pick<CredentialMaterial, 'certificate' | 'key'>;

/** The sockets to one API server. Redirects are answers like any other, never followed: they would carry the credential elsewhere. */
export class ClusterTransport {
  private readonly target: TransportTarget;
  private readonly basePath: string;
  /** Compression pays over a distance; on this machine it only costs. */
  private readonly compress: boolean;
  private certificate: Certificate = {};
  private requests: Dispatcher;
  private streams: Dispatcher;
  private readonly sockets = new Set<WebSocket>();
  private closed = false;

  constructor(target: TransportTarget) {
    this.target = target;
    this.basePath = target.server.pathname.replace(/\/+$/, '');
    this.compress = !isLoopbackHost(target.server.hostname);
    this.requests = this.open(REQUEST_CONNECTIONS);
    this.streams = this.open(STREAM_CONNECTIONS);
  }

  /** Uses another client certificate from now on; requests under way end on the old one. */
  useCertificate({ certificate, key }: Certificate): void {
    if (certificate === this.certificate.certificate && key === this.certificate.key) return;
    const old = [this.requests, this.streams];
    this.certificate = { certificate, key };
    this.requests = this.open(REQUEST_CONNECTIONS);
    this.streams = this.open(STREAM_CONNECTIONS);
    for (const dispatcher of old) dispatcher.close().catch(() => {});
  }

  async send(request: WireRequest): Promise<ApiResponse> {
    const { method, body, signal, stream } = request;
    const query = new URLSearchParams(request.query).toString();
    const compress = this.compress && !stream;
    const response = await (stream ? this.streams : this.requests).request({
      origin: this.target.server.origin,
      path: `${this.basePath}${request.path}${query === '' ? '' : `?${query}`}`,
      method,
      headers: compress ? { ...request.headers, 'accept-encoding': 'gzip' } : request.headers,
      body: body ?? null,
      signal,
      headersTimeout: HEADERS_TIMEOUT_MS,
      bodyTimeout: stream ? 0 : BODY_TIMEOUT_MS,
    });
    // Readers hear of errors through their loop; a body that nobody reads when the sockets close must not end the process.
    response.body.on('error', () => {});
    return {
      status: response.statusCode,
      headers: response.headers,
      body:
        response.headers['content-encoding'] === 'gzip'
          ? gunzip(response.body)
          : readBytes(response.body),
    };
  }

  /** Opens a WebSocket on a connection of its own, with the same trust as any request. */
  async upgrade({ path, query, ...request }: WireUpgrade): Promise<WebSocketAnswer> {
    const { server, proxyUrl, guard } = this.target;
    const url = new URL(`${server.origin}${this.basePath}${path}`);
    url.search = new URLSearchParams(query.map(([name, value]) => [name, value])).toString();
    const answer = await openWebSocket({
      ...request,
      ...{ url, proxyUrl, tls: this.secure(), lookup: guard?.lookup },
    });
    if (answer.type === 'open') this.hold(answer.socket);
    return answer;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    for (const socket of this.sockets) socket.terminate();
    await Promise.all([this.requests.destroy(), this.streams.destroy()]);
  }

  private hold(socket: WebSocket): void {
    if (this.closed) socket.terminate();
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
  }

  private open(connections: number): Dispatcher {
    const { server, proxyUrl, guard } = this.target;
    const secure = this.secure();
    const connect = {
      timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      keepAliveInitialDelay: TCP_KEEP_ALIVE_MS,
      ...(guard ? { lookup: guard.lookup } : {}),
    };
    // undici 8 speaks HTTP/2 unless told not to, and then throws outside of any request when a stream under way is destroyed:
    // that ends the process.
    const allowH2 = false;
    if (proxyUrl !== undefined)
      return new ProxyAgent({
        uri: proxyUrl,
        requestTls: { ...secure, ...connect },
        connections,
        allowH2,
      });
    return new Pool(server.origin, { connections, allowH2, connect: { ...secure, ...connect } });
  }

  private secure() {
    const { tls } = this.target;
    return {
      ca: tls.ca,
      cert: this.certificate.certificate,
      key: this.certificate.key,
      rejectUnauthorized: !tls.insecureSkipVerify,
      allowPartialTrustChain: tls.pinned ?? false,
      ...(tls.serverName === undefined ? {} : { servername: tls.serverName }),
    };
  }
}

/** Ends the socket's request when the reader leaves early. */
async function* readBytes(body: Dispatcher.ResponseData['body']): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) yield chunk;
  } finally {
    body.destroy();
  }
}

async function* gunzip(body: Dispatcher.ResponseData['body']): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip();
  body.on('error', error => unzip.destroy(error));
  body.pipe(unzip);
  try {
    for await (const chunk of unzip) yield chunk;
  } finally {
    unzip.destroy();
    body.destroy();
  }
}
