import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { PassThrough } from 'node:stream';
import type { KubeObject } from '@kubemate/kube-common';
import { WebSocketServer, type WebSocket } from 'ws';
import { ApiStatusError } from '../ApiStatusError';
import type { Cluster } from '../Cluster';
import { urlOf } from '../HttpListener';
import type { ExecStreams, SandboxHooks } from '../hooks';
import type { Authenticator, RequestAuthorizer } from '../http/Router';
import { requestInfo } from '../http/requestInfo';
import type { ObjectWriter } from '../writes/ObjectWriter';
import { podContainer } from './podContainer';

/** Channels of the `v5.channel.k8s.io` protocol. */
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

interface ExecParts {
  readonly cluster: Cluster;
  readonly writer: ObjectWriter;
  readonly hooks: SandboxHooks;
  readonly authenticator: Authenticator;
  readonly authorizer: RequestAuthorizer;
}

/** Exec and attach over WebSocket. */
export class ExecSessions {
  private readonly sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: offered => PROTOCOLS.find(protocol => offered.has(protocol)) ?? false,
  });

  constructor(private readonly parts: ExecParts) {}

  async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const url = urlOf(request);
    const info = requestInfo('GET', url);
    const user = this.parts.authenticator.authenticate(request, info);
    this.parts.authorizer.check(user, info);
    if (
      !info.isResource ||
      info.plural !== 'pods' ||
      !['exec', 'attach'].includes(info.subresource ?? '')
    )
      throw ApiStatusError.badRequest('upgrade is not supported for this resource');
    // A WebSocket starts with a GET, but running a command is a creation.
    this.parts.authorizer.check(user, { ...info, verb: 'create' });
    const type = this.parts.cluster.registry.find({ group: '', version: 'v1', plural: 'pods' });
    if (type === undefined || info.namespace === undefined || info.name === undefined)
      throw ApiStatusError.badRequest('a pod must be named');
    const pod = this.parts.writer.read({ type, namespace: info.namespace, name: info.name });
    if (pod === undefined) throw ApiStatusError.notFound(type, info.name);
    const container = podContainer(pod, url.searchParams.get('container'));
    const command = url.searchParams.getAll('command');
    if (info.subresource === 'exec' && command.length === 0)
      throw ApiStatusError.invalid({ group: '', kind: 'PodExecOptions', name: '' }, [
        { reason: 'FieldValueRequired', message: 'Required value', field: 'command' },
      ]);
    const session = { pod, container, command, query: url.searchParams };
    this.sockets.handleUpgrade(request, socket, head, client => {
      this.run(client, session).catch(error => client.close(1011, String(error).slice(0, 100)));
    });
  }

  private async run(
    client: WebSocket,
    session: {
      pod: KubeObject;
      container: string;
      command: readonly string[];
      query: URLSearchParams;
    },
  ): Promise<void> {
    const { pod, container, command, query } = session;
    const aborted = new AbortController();
    client.on('close', () => aborted.abort());
    const flag = (name: string) => query.get(name) === 'true' || query.get(name) === '1';
    const streams = connect(client);
    const { exec } = this.parts.hooks;
    let status: object;
    try {
      if (exec === undefined) throw new Error(`container ${container} does not run commands`);
      const request = { pod, container, command, tty: flag('tty'), stdin: flag('stdin') };
      const exitCode = await exec({ ...request, signal: aborted.signal }, streams);
      status = exitStatus(exitCode);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      status = { metadata: {}, status: 'Failure', message, reason: 'InternalError', code: 500 };
    }
    sendChannel(client, CHANNEL.error, JSON.stringify(status));
    client.close(1000);
  }
}

function sendChannel(client: WebSocket, channel: number, data: string | Buffer): void {
  if (client.readyState !== client.OPEN) return;
  client.send(Buffer.concat([Buffer.of(channel), Buffer.from(data)]));
}

function connect(client: WebSocket): ExecStreams {
  const stdin = new PassThrough();
  const resizeListeners: ((size: { width: number; height: number }) => void)[] = [];
  client.on('message', (message: Buffer) => {
    const channel = message[0];
    const data = message.subarray(1);
    if (channel === CHANNEL.stdin) stdin.write(data);
    else if (channel === CHANNEL.close && data[0] === CHANNEL.stdin) stdin.end();
    else if (channel === CHANNEL.resize) {
      const size = JSON.parse(data.toString('utf8'));
      for (const listener of resizeListeners)
        listener({ width: Number(size.Width), height: Number(size.Height) });
    }
  });
  client.on('close', () => stdin.end());
  return {
    stdin,
    stdout: data => sendChannel(client, CHANNEL.stdout, data),
    stderr: data => sendChannel(client, CHANNEL.stderr, data),
    onResize: listener => resizeListeners.push(listener),
  };
}

function exitStatus(exitCode: number): object {
  if (exitCode === 0) return { metadata: {}, status: 'Success' };
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${exitCode}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}
