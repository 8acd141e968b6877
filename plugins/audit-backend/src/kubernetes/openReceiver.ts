import { once } from 'node:events';
import { createServer } from 'node:https';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toError } from '@backstage/errors';
import type { AuditConfig } from '../config/readAuditConfig';

const PREFIX = 'kubemate.audit.receiver';

export interface ReceiverOptions {
  readonly config: NonNullable<AuditConfig['receiver']>;
  readonly handler: RequestListener;
  readonly shutdown: AbortSignal;
}

/**
 * Opens the port at which API servers tell their events with mutual TLS: without a certificate of the configured authority the handshake fails, and no request is read.
 * It closes with `shutdown`.
 * @throws Error naming the key, where the port or the certificates cannot be used
 */
export async function openReceiver({
  config: { host, port, certificate, key, clientCa },
  handler,
  shutdown,
}: ReceiverOptions): Promise<{ readonly port: number }> {
  const server = serverOf();
  server.on('tlsClientError', (_, socket) => socket.destroy());
  server.listen(port, host);
  await once(server, 'listening').catch(error => {
    throw new Error(`${PREFIX}.port: cannot listen on ${host}:${port}: ${toError(error).message}`);
  });
  shutdown.addEventListener('abort', () => {
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port };

  function serverOf() {
    try {
      return createServer(
        {
          ...{ cert: certificate, key, ca: clientCa },
          ...{ requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
        },
        handler,
      );
    } catch (error) {
      throw new Error(`${PREFIX}: the certificates cannot be used: ${toError(error).message}`);
    }
  }
}
