import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../Clock';
import { ApiStatusError } from './ApiStatusError';
import { errorAnswer, send } from './http/answer';
import type { IncomingRequest } from './http/Router';

type Handler = (incoming: IncomingRequest) => Promise<void>;
type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

interface HttpListenerOptions {
  readonly clock: Clock;
  readonly latencyMs: number;
  readonly handle: Handler;
  readonly upgrade: UpgradeHandler;
}

/** The cluster's loopback port: connections, distance, absence. */
export class HttpListener {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private readonly closing = new AbortController();
  private unavailable = false;

  constructor(private readonly options: HttpListenerOptions) {
    this.server = createServer({ keepAliveTimeout: 30_000 }, (request, response) =>
      this.receive(request, response),
    );
    this.server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    this.server.on('connection', socket => {
      if (this.unavailable) {
        socket.destroy();
        return;
      }
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
  }

  /** @param port - 0 lets the system choose */
  async listen(port: number): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => {
        this.server.off('error', reject);
        resolve();
      });
    });
    return (this.server.address() as AddressInfo).port;
  }

  /** While unavailable every connection is dropped, as when the network to the cluster is down. */
  setUnavailable(unavailable: boolean): void {
    this.unavailable = unavailable;
    if (unavailable) this.dropConnections();
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.dropConnections();
    if (!this.server.listening) return;
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
    });
  }

  private dropConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const aborted = new AbortController();
    const abort = () => aborted.abort();
    response.on('close', () => {
      this.closing.signal.removeEventListener('abort', abort);
      abort();
    });
    this.closing.signal.addEventListener('abort', abort, { once: true });
    const run = () => {
      this.serve(request, response, aborted.signal).catch(() => response.destroy());
    };
    if (this.options.latencyMs > 0) this.options.clock.after(this.options.latencyMs, run);
    else run();
  }

  private async serve(
    request: IncomingMessage,
    response: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.options.handle({ request, response, signal, url: urlOf(request) });
    } catch (error) {
      if (response.headersSent) response.destroy();
      else send(request, response, errorAnswer(error));
    }
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refuse = (error: unknown) => {
      const { status, body } = errorAnswer(error);
      socket.end(
        `HTTP/1.1 ${status} Refused\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      );
    };
    this.options.upgrade(request, socket, head).catch(refuse);
  }
}

export function urlOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', 'http://sandbox');
  } catch {
    throw ApiStatusError.badRequest('malformed request URI');
  }
}
