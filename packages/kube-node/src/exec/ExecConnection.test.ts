import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { NotAllowedError } from '@backstage/errors';
import { WebSocketServer, type WebSocket } from 'ws';
import { ClusterConnection } from '../clusters/ClusterConnection';
import type { ClusterDefinition } from '../clusters/ClusterDefinition';
import { ClusterGateway } from '../gateway/ClusterGateway';
import type { Viewer } from '../KubeService';
import { ManualClock } from '../testUtils/ManualClock';
import { testDefinition } from '../testUtils/testDefinition';
import { ExecConnection } from './ExecConnection';
import { EXEC_PROTOCOLS } from './execProtocol';

const dana: Viewer = {
  userEntityRef: 'user:default/dana',
  ownershipEntityRefs: ['group:default/shop-team', 'group:apac/ops'],
};
const pods = { group: '', version: 'v1', plural: 'pods' };
const HANDSHAKE = /^(host|connection|upgrade|sec-websocket-(version|key|protocol))$/;
const prefixes = { userPrefix: 'kubemate:', groupPrefix: 'kubemate:' };

let http: Server;
let requests: IncomingMessage[] = [];
let serve: (client: WebSocket) => void = () => {};
const open: ClusterConnection[] = [];
const sockets = new WebSocketServer({ noServer: true });

beforeAll(async () => {
  http = createServer();
  http.on('upgrade', (request, socket, head) => {
    requests.push(request);
    sockets.handleUpgrade(request, socket, head, client => serve(client));
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  requests = [];
  serve = () => {};
});
afterEach(() => Promise.all(open.splice(0).map(connection => connection.close())));
afterAll(() => {
  http.closeAllConnections();
  http.close();
});

function openSocket(overrides: Partial<ClusterDefinition> = {}, viewer = dana) {
  const url = new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}`);
  const connection = new ClusterConnection(testDefinition(url, overrides));
  open.push(connection);
  return new ClusterGateway(connection, prefixes).openSocket(
    {
      target: { resource: pods, namespace: 'shop', name: 'api-0', subresource: 'exec' },
      query: [
        ['command', 'sh'],
        ['command', '-c'],
      ],
      protocols: EXEC_PROTOCOLS,
      signal: new AbortController().signal,
    },
    viewer,
  );
}

function headersOf(request: IncomingMessage | undefined): [string, string][] {
  const raw = request?.rawHeaders ?? [];
  return raw
    .flatMap((name, index): [string, string][] =>
      index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1] ?? '']] : [],
    )
    .filter(([name]) => !HANDSHAKE.test(name))
    .sort();
}

describe('the WebSocket that reaches a cluster', () => {
  it('carries the portal’s credential and the viewer’s identity, and nothing else', async () => {
    await openSocket();
    expect(requests[0]?.url).toBe('/api/v1/namespaces/shop/pods/api-0/exec?command=sh&command=-c');
    expect(requests[0]?.headers['sec-websocket-protocol']).toBe(EXEC_PROTOCOLS.join(','));
    expect(headersOf(requests[0])).toEqual([
      ['authorization', 'Bearer portal-token'],
      ['impersonate-group', 'kubemate:apac/ops'],
      ['impersonate-group', 'kubemate:shop-team'],
      ['impersonate-user', 'kubemate:dana'],
    ]);
  });

  it('carries the viewer’s own token alone where the cluster takes that', async () => {
    await openSocket({ identity: 'token' }, { ...dana, token: 'danas-own' });
    expect(headersOf(requests[0])).toEqual([['authorization', 'Bearer danas-own']]);
    await expect(openSocket({ identity: 'token' })).rejects.toThrow(NotAllowedError);
    expect(requests).toHaveLength(1);
  });

  it('asks the credential again once when it is refused', async () => {
    const tried: boolean[] = [];
    const refusing = createServer();
    refusing.on('upgrade', (request, socket, head) => {
      if (request.headers.authorization === 'Bearer new')
        sockets.handleUpgrade(request, socket, head, () => {});
      else socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n');
    });
    await new Promise<void>(resolve => refusing.listen(0, '127.0.0.1', resolve));
    const server = new URL(`http://127.0.0.1:${(refusing.address() as AddressInfo).port}`);
    await openSocket({
      server,
      credential: {
        material: async ({ fresh = false } = {}) => {
          tried.push(fresh);
          return { authorization: fresh ? 'Bearer new' : 'Bearer old' };
        },
      },
    });
    expect(tried).toEqual([false, true]);
    refusing.closeAllConnections();
    refusing.close();
  });

  it('goes through the cluster’s proxy', async () => {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => {});
      socket.on('error', () => {});
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
    await openSocket({ proxyUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
    expect(asked).toEqual([`127.0.0.1:${(http.address() as AddressInfo).port}`]);
    expect(requests).toHaveLength(1);
    proxy.closeAllConnections();
    proxy.close();
  });
});

describe('a session', () => {
  it('does not read the cluster while nobody reads it, and loses nothing', async () => {
    const total = 24 * 1024 * 1024;
    let sent = 0;
    serve = client => {
      const block = Buffer.concat([Buffer.of(1), Buffer.alloc(32 * 1024, 'x')]);
      const next = () => {
        if (sent >= total) {
          client.send(Buffer.concat([Buffer.of(3), Buffer.from('{"status":"Success"}')]));
          client.close(1000);
          return;
        }
        sent += block.byteLength - 1;
        client.send(block, next);
      };
      next();
    };
    const session = new ExecConnection(await openSocket(), new ManualClock());
    let before = -1;
    while (before !== sent) {
      before = sent;
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    // What the kernel's socket buffers hold, and the little that waits in the session.
    expect(sent).toBeLessThan(total / 2);
    let received = 0;
    for await (const { data } of session.output) received += data.byteLength;
    expect(received).toBe(total);
    expect(await session.ended).toEqual({ type: 'exited', exitCode: 0 });
  }, 20_000);

  it('is lost when the connection breaks, or answers no more', async () => {
    serve = client => client.terminate();
    const broken = new ExecConnection(await openSocket(), new ManualClock());
    expect(await broken.ended).toEqual({
      type: 'lost',
      reason: 'the connection to the cluster broke',
    });
    serve = client => {
      client.pause();
    };
    const clock = new ManualClock();
    const silent = new ExecConnection(await openSocket(), clock);
    clock.advance(90_000);
    expect(await silent.ended).toEqual({
      type: 'lost',
      reason: 'the cluster has stopped answering',
    });
  });

  it('takes a malformed last word for a failure', async () => {
    serve = client => client.send(Buffer.concat([Buffer.of(3), Buffer.from('no\u001b[31m JSON')]));
    const session = new ExecConnection(await openSocket(), new ManualClock());
    expect(await session.ended).toEqual({ type: 'failed', reason: 'no [31m JSON' });
  });

  it('ends with its cluster’s connection', async () => {
    const session = new ExecConnection(await openSocket(), new ManualClock());
    await open.splice(0)[0]?.close();
    expect((await session.ended).type).toBe('lost');
  });
});
