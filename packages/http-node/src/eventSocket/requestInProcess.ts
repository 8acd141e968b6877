import { request } from 'node:http';
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, Server } from 'node:http';
import { duplexPair } from 'node:stream';
import { Server as TlsServer } from 'node:tls';

/** What proxies and the log want to know of whoever asks. */
const PASSED_ON = ['host', 'user-agent', 'x-request-id'] as const;
const FORWARDED = ['for', 'host', 'port', 'proto'].map(name => `x-forwarded-${name}`);

export interface InProcessRequest {
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  /** The request on whose behalf it is made: it comes from the same address, and has the same proxies behind it. */
  readonly via: IncomingMessage;
}

/**
 * A `GET` request to a server of this process over a pair of streams instead of a connection: for all that the server does, it came over the network. Nothing is
 * read ahead of whoever reads the answer.
 */
export function requestInProcess(server: Server, asked: InProcessRequest): ClientRequest {
  const { path, headers, via } = asked;
  const [near, far] = duplexPair();
  // Neither end knows of the other's death by itself.
  near.on('close', () => far.destroy());
  far.on('close', () => near.destroy());
  const { remoteAddress, remotePort, remoteFamily, encrypted } = via.socket as typeof via.socket & {
    encrypted?: boolean;
  };
  Object.assign(far, { remoteAddress, remotePort, remoteFamily, encrypted });
  server.emit(server instanceof TlsServer ? 'secureConnection' : 'connection', far);
  return request({
    path,
    headers: { ...passedOn(via), ...headers },
    createConnection: () => near,
  });
}

function passedOn({ headers }: IncomingMessage): OutgoingHttpHeaders {
  const names = [...PASSED_ON, ...FORWARDED].filter(name => headers[name] !== undefined);
  return Object.fromEntries(names.map(name => [name, headers[name]]));
}
