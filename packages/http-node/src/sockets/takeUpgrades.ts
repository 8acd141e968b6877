import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { isAllowedOrigin } from './isAllowedOrigin';

/** An HTTP connection that asks to become a WebSocket. */
export interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
}

export interface UpgradeOptions {
  /** Path on the server, `/api/clusters/exec/socket`. */
  readonly path: string;
  /** See `portalOrigins`. */
  readonly origins: readonly string[];
  readonly shutdown: AbortSignal;
  /** Gets what comes from a page of the portal, or from no page at all. */
  readonly take: (upgrade: Upgrade) => void;
}

const places = new WeakMap<Server, Map<string, UpgradeOptions>>();

/**
 * Takes the upgrades of one path from now on. Backstage's router sees none, so they are taken from the HTTP server itself, by one listener for
 * all paths: nothing of Backstage has looked at such a request, and a page of another site may have sent it with the person's cookies.
 */
export function takeUpgrades(server: Server, options: UpgradeOptions): void {
  const known = places.get(server) ?? new Map<string, UpgradeOptions>();
  known.set(options.path, options);
  if (places.has(server)) return;
  places.set(server, known);
  server.on('upgrade', (request, socket, head) => {
    const place = known.get(pathOf(request) ?? '');
    if (place !== undefined) enter(place, { request, socket, head });
    // Another listener may know it; a socket that nobody takes must not stay open.
    else if (server.listenerCount('upgrade') <= 1) refuseUpgrade(socket, 404, 'Not Found');
  });
}

/** Answers as HTTP does, and closes. */
export function refuseUpgrade(socket: Duplex, status: number, text: string): void {
  socket.end(`HTTP/1.1 ${status} ${text}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function enter({ origins, shutdown, take }: UpgradeOptions, upgrade: Upgrade): void {
  const { request, socket } = upgrade;
  socket.on('error', () => socket.destroy());
  if (shutdown.aborted) refuseUpgrade(socket, 503, 'Service Unavailable');
  else if (!isAllowedOrigin(request.headers.origin, origins))
    refuseUpgrade(socket, 403, 'Forbidden');
  else take(upgrade);
}

function pathOf(request: IncomingMessage): string | undefined {
  const url = request.url ?? '/';
  return URL.canParse(url, 'http://portal') ? new URL(url, 'http://portal').pathname : undefined;
}
