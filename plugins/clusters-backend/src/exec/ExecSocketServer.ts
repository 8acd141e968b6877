import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Clock } from '@kubemate/kube-node';
import {
  EXEC_CLOSE,
  EXEC_PROTOCOL,
  EXEC_TICKET_PREFIX,
  MAX_EXEC_MESSAGE,
} from '@kubemate/plugin-clusters-common';
import { WebSocketServer } from 'ws';
import type { ExecSessions } from './ExecSessions';
import { isAllowedOrigin } from './isAllowedOrigin';
import { SocketViewer } from './SocketViewer';

export interface ExecSocketOptions {
  readonly sessions: ExecSessions;
  readonly clock: Clock;
  /** Path of the socket on the server, `/api/clusters/exec/socket`. */
  readonly path: string;
  /** See `portalOrigins`. */
  readonly origins: readonly string[];
  readonly shutdown: AbortSignal;
}

/**
 * The WebSocket of terminals. Backstage's router sees no upgrades, so they are taken from the HTTP server itself;
 * nothing of Backstage has looked at such a request, and nothing in it counts but its path, its origin and its ticket.
 */
export class ExecSocketServer {
  readonly #options: ExecSocketOptions;
  readonly #servers = new WeakSet<Server>();
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_EXEC_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: offered => (offered.has(EXEC_PROTOCOL) ? EXEC_PROTOCOL : false),
  });

  constructor(options: ExecSocketOptions) {
    this.#options = options;
    options.shutdown.addEventListener('abort', () => {
      for (const client of this.#sockets.clients) client.close(EXEC_CLOSE.shutdown, 'shutdown');
    });
  }

  /** Takes upgrades of this server from now on. Asking for a ticket comes before, so the server is known by then. */
  listenTo(server: Server): void {
    if (this.#servers.has(server)) return;
    this.#servers.add(server);
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { path, origins, sessions, clock, shutdown } = this.#options;
    if (pathOf(request) !== path) {
      // Another listener may know it; a socket that nobody takes must not stay open.
      if (listenersOf(request) <= 1) refuse(socket, 404, 'Not Found');
      return;
    }
    socket.on('error', () => socket.destroy());
    if (shutdown.aborted) {
      refuse(socket, 503, 'Service Unavailable');
    } else if (!isAllowedOrigin(request.headers.origin, origins)) {
      refuse(socket, 403, 'Forbidden');
    } else {
      const ticket = ticketOf(request);
      const found = ticket === undefined ? undefined : sessions.redeem(ticket);
      if (found === undefined) refuse(socket, 401, 'Unauthorized');
      else
        this.#sockets.handleUpgrade(request, socket, head, client => {
          void new SocketViewer(client, { ...found, clock });
        });
    }
  }
}

function listenersOf(request: IncomingMessage): number {
  const { server } = request.socket as { server?: Server };
  return server?.listenerCount('upgrade') ?? 1;
}

function pathOf(request: IncomingMessage): string | undefined {
  const url = request.url ?? '/';
  return URL.canParse(url, 'http://portal') ? new URL(url, 'http://portal').pathname : undefined;
}

function ticketOf(request: IncomingMessage): string | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',');
  const ticket = offered.map(each => each.trim()).find(each => each.startsWith(EXEC_TICKET_PREFIX));
  return ticket?.slice(EXEC_TICKET_PREFIX.length);
}

function refuse(socket: Duplex, status: number, text: string): void {
  socket.end(`HTTP/1.1 ${status} ${text}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
