import type { IncomingMessage, Server } from 'node:http';
import { refuseUpgrade, takeUpgrades } from '@kubemate/http-node';
import type { Upgrade } from '@kubemate/http-node';
import type { Clock } from '@kubemate/kube-node';
import {
  EXEC_CLOSE,
  EXEC_PROTOCOL,
  EXEC_TICKET_PREFIX,
  MAX_EXEC_MESSAGE,
} from '@kubemate/plugin-clusters-common';
import { WebSocketServer } from 'ws';
import type { ExecSessions } from './ExecSessions';
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
 * The WebSocket of terminals. Nothing of Backstage has looked at a request for one, and nothing in it counts but its path, its origin and its ticket; see
 * `takeUpgrades`.
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
    const { path, origins, shutdown } = this.#options;
    takeUpgrades(server, { path, origins, shutdown, take: upgrade => this.#take(upgrade) });
  }

  #take({ request, socket, head }: Upgrade): void {
    const { sessions, clock } = this.#options;
    const ticket = ticketOf(request);
    const found = ticket === undefined ? undefined : sessions.redeem(ticket);
    if (found === undefined) {
      refuseUpgrade(socket, 401, 'Unauthorized');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, client => {
      void new SocketViewer(client, { ...found, clock });
    });
  }
}

function ticketOf(request: IncomingMessage): string | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',');
  const ticket = offered.map(each => each.trim()).find(each => each.startsWith(EXEC_TICKET_PREFIX));
  return ticket?.slice(EXEC_TICKET_PREFIX.length);
}
