import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { runProgram } from './execPrograms';

/** What the API server asked of the kubelet. */
export interface KubeletCall {
  readonly path: string;
  readonly query: URLSearchParams;
}

/**
 * The exec endpoint of a kubelet, as `k8s.io/kubelet/pkg/cri/streaming` serves it to an API server that knows the node
 * declares `ExtendWebSocketsToKubelet`: HTTPS, `/exec/NAMESPACE/POD/CONTAINER?command=…`, `v5.channel.k8s.io`.
 */
export class FakeKubelet {
  readonly calls: KubeletCall[] = [];
  /** Bytes of output that the API server has taken. */
  sent = 0;
  private readonly sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: offered => (offered.has('v5.channel.k8s.io') ? 'v5.channel.k8s.io' : false),
  });

  private constructor(private readonly server: Server) {
    server.on('upgrade', (request, socket, head) => {
      const url = new URL(request.url ?? '/', 'https://kubelet');
      this.calls.push({ path: url.pathname, query: url.searchParams });
      this.sockets.handleUpgrade(request, socket, head, client => {
        void this.serve(client, url.searchParams);
      });
    });
  }

  static async start(): Promise<FakeKubelet> {
    const server = createServer(selfSigned());
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new FakeKubelet(server);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const client of this.sockets.clients) client.terminate();
    this.server.closeAllConnections();
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
    });
  }

  private async serve(client: WebSocket, query: URLSearchParams): Promise<void> {
    const stdin = new PassThrough();
    const sizes: ((size: { width: number; height: number }) => void)[] = [];
    client.on('message', (data: Buffer) => {
      const body = data.subarray(1);
      if (data[0] === 0) stdin.write(body);
      else if (data[0] === 255 && body[0] === 0) stdin.end();
      else if (data[0] === 4) {
        const size = JSON.parse(body.toString());
        for (const listener of sizes) listener({ width: size.Width, height: size.Height });
      }
    });
    client.on('close', () => stdin.end());
    const send = async (channel: number, data: string | Uint8Array) => {
      const frame = Buffer.concat([Buffer.of(channel), Buffer.from(data as Uint8Array)]);
      // Resolves when the kernel has taken the frame, which is what slows a real process down.
      await new Promise<void>(resolve => client.send(frame, () => resolve()));
      this.sent += frame.byteLength - 1;
    };
    const status = await runProgram(query.getAll('command'), {
      stdin,
      stdout: data => send(1, data),
      stderr: data => (query.get('error') === '1' ? send(2, data) : send(1, data)),
      onResize: listener => sizes.push(listener),
    }).then(exitStatus, error => ({
      status: 'Failure',
      reason: 'InternalError',
      message: `error executing command in container: ${error.message}`,
      code: 500,
    }));
    await send(3, JSON.stringify({ metadata: {}, ...status }));
    client.close(1000);
  }
}

function exitStatus(code: number): object {
  if (code === 0) return { status: 'Success' };
  return {
    status: 'Failure',
    reason: 'NonZeroExitCode',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

function selfSigned(): { key: string; cert: string } {
  const folder = mkdtempSync(path.join(tmpdir(), 'kubelet-'));
  try {
    const [key, cert] = ['key.pem', 'cert.pem'].map(name => path.join(folder, name));
    if (key === undefined || cert === undefined) throw new Error('no file names');
    execFileSync(
      'openssl',
      // prettier-ignore
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1',
        '-subj', '/CN=kubelet', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert],
      { stdio: 'ignore' },
    );
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
