import {
  EVENT_SOCKET_CLOSE,
  EVENT_SOCKET_PATH,
  MAX_EVENT_SOCKET_MESSAGE,
} from '@kubemate/http-common';
import type { Clock } from '@kubemate/kube-node';
import type { Server } from 'node:http';
import { WebSocketServer } from 'ws';
import { refuseUpgrade, takeUpgrades } from '../sockets/takeUpgrades';
import type { Upgrade } from '../sockets/takeUpgrades';
import { EventSocketStream } from './EventSocketStream';
import { requestInProcess } from './requestInProcess';

/** Each costs some 100 KB. Whoever finds no room asks by a plain request. */
const MAX_SOCKETS = 5_000;
/** For the last event of a stream, and for a last word from the other side. */
const GOODBYE_MS = 500;

export interface EventSocketServerOptions {
  readonly clock: Clock;
  /** See `portalOrigins`. */
  readonly origins: readonly string[];
  /** Aborts when the server shuts down; streams that end by themselves then do so in good order. */
  readonly shutdown: AbortSignal;
}

/**
 * Event streams of a server over WebSockets, of which a browser has some two hundred where it has six connections. Each carries one: the request in its first message is
 * made of the server itself, in process, so routes, rights, limits and records are those of any other request.
 *
 * Who asks is said in that message alone. Cookies of the handshake go nowhere, so that a page of another site could do nothing as the person, were it not refused already.
 */
export class EventSocketServer {
  readonly #options: EventSocketServerOptions;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_EVENT_SOCKET_MESSAGE,
    perMessageDeflate: false,
  });

  constructor(options: EventSocketServerOptions) {
    this.#options = options;
  }

  listenTo(server: Server): void {
    const { origins, shutdown } = this.#options;
    const take = (upgrade: Upgrade) => this.#take(server, upgrade);
    takeUpgrades(server, { path: EVENT_SOCKET_PATH, origins, shutdown, take });
  }

  /** Closes what does not end by itself, now that its routes know of the shutdown. */
  close(): void {
    const { clock } = this.#options;
    for (const socket of this.#sockets.clients) {
      clock.after(GOODBYE_MS, () => socket.close(EVENT_SOCKET_CLOSE.restart, 'shutdown'));
      clock.after(2 * GOODBYE_MS, () => socket.terminate());
    }
  }

  #take(server: Server, { request, socket, head }: Upgrade): void {
    if (this.#sockets.clients.size >= MAX_SOCKETS) {
      refuseUpgrade(socket, 503, 'Service Unavailable');
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, client => {
      void new EventSocketStream(client, {
        clock: this.#options.clock,
        ask: ({ path, headers }) =>
          requestInProcess(server, {
            path,
            headers: { ...headers, accept: 'text/event-stream' },
            via: request,
          }),
      });
    });
  }
}
