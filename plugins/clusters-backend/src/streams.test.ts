import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import express from 'express';
import { eventSocketFetch } from '@kubemate/http-common';
import { EventSocketServer } from '@kubemate/http-node';
import { clustersRoutes, ClustersClient } from '@kubemate/plugin-clusters-common';
import { systemClock } from '@kubemate/kube-node';
import type { RowEvent } from '@kubemate/kube-node';
import { WebSocket as NodeWebSocket } from 'ws';
import { Feed } from './__testUtils__/Feed';
import { FakeKubeService } from './__testUtils__/FakeKubeService';
import { object, row } from './__testUtils__/objects';
import { startRouter } from './__testUtils__/startRouter';

// Loopback only: what the router under test answers.
const { fetch: request } = globalThis;

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  }
});

/** The ways in which a browser asks for a stream: what it gets must be the same. */
const TRANSPORTS = ['fetch', 'WebSocket'] as const;
type Transport = (typeof TRANSPORTS)[number];

const BASE = '/api/clusters';
const ACCEPT = { accept: 'text/event-stream' };

interface ListenOptions {
  readonly expiresAt?: Date;
  readonly transport?: Transport;
}

async function listen(kube: FakeKubeService, options: ListenOptions = {}) {
  const router = startRouter(kube, options);
  const middleware = MiddlewareFactory.create({
    config: mockServices.rootConfig(),
    logger: mockServices.logger.mock(),
  });
  const app = express().use(middleware.compression()).use(BASE, router.app);
  const server = createServer(app);
  servers.push(server);
  const { signal: shutdown } = router.shutdown;
  new EventSocketServer({ clock: systemClock, origins: [], shutdown }).listenTo(server);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const backendUrl = `http://127.0.0.1:${port}`;
  const baseUrl = `${backendUrl}${BASE}`;
  const opened: string[] = [];
  const fetch =
    options.transport === 'WebSocket'
      ? eventSocketFetch({
          ...{ backendUrl, isNeeded: () => true },
          fetch: () => Promise.reject(new Error('not over the WebSocket')),
          openSocket: url => {
            opened.push(url);
            return new NodeWebSocket(url) as unknown as WebSocket;
          },
        })
      : request;
  return {
    ...router,
    port,
    baseUrl,
    fetch,
    opened,
    client: new ClustersClient({ fetch, baseUrl }),
  };
}

const status = (asOf: number): RowEvent => ({ type: 'status', failures: [], asOf });

/** Waits for the other side of a socket; bounded by the test's own time. */
async function until(condition: () => boolean) {
  while (!condition()) await new Promise(resolve => setImmediate(resolve));
}

/** Rows that come when the test says so. */
function script() {
  const feed = new Feed<RowEvent>();
  const watch = (_: unknown, signal: AbortSignal) => {
    signal.addEventListener('abort', () => feed.end());
    return feed;
  };
  return { feed, watch };
}

describe('a stream of rows over HTTP', () => {
  it('arrives event by event, uncompressed and unbuffered', async () => {
    const kube = new FakeKubeService();
    const { watch, feed } = script();
    kube.watch = watch;
    const { baseUrl, client } = await listen(kube);
    feed.push(status(1));
    const response = await request(`${baseUrl}/rows/stream?resource=v1/pods`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    expect(response.headers.get('content-encoding')).toBeNull();
    await response.body?.cancel();
    await until(() => feed.closed);

    const live = script();
    kube.watch = live.watch;
    const events = client.watchRows({ resource: 'v1/pods' })[Symbol.asyncIterator]();
    for (const asOf of [2, 3]) {
      live.feed.push(status(asOf));
      expect(await events.next()).toEqual({ done: false, value: status(asOf) });
    }
    await events.return?.();
  });
});

describe.each(TRANSPORTS)('a stream of rows by %s', transport => {
  it('holds to the contract', async () => {
    const kube = new FakeKubeService();
    const page = {
      items: [row({ name: 'a' })],
      offset: 0,
      total: 1,
      failures: [],
      asOf: 1,
      columns: [],
    };
    const delta = {
      removed: ['x'],
      inserted: [{ index: 0, row: row({ name: 'b' }) }],
      updated: [row({ name: 'a' })],
      total: 2,
      asOf: 2,
    };
    const sent: RowEvent[] = [{ type: 'page', page }, { type: 'delta', delta }, status(3)];
    kube.watch = async function* three() {
      yield* sent;
    };
    const { client } = await listen(kube, { transport });
    const received = [];
    for await (const event of client.watchRows({ resource: 'v1/pods' })) received.push(event);
    expect(received).toEqual(sent);
    for (const event of received) {
      expect(clustersRoutes.watchRows.event.parse(event)).toEqual(event);
    }
  });

  it('beats every 15 s while nothing happens, and not while something does', async () => {
    const kube = new FakeKubeService();
    const { watch, feed } = script();
    kube.watch = watch;
    const { baseUrl, clock, fetch } = await listen(kube, { transport });
    feed.push(status(1));
    const response = await fetch(`${baseUrl}/rows/stream?resource=v1/pods`, {
      headers: ACCEPT,
    });
    const reader = response.body?.getReader();
    const read = async () => new TextDecoder().decode((await reader?.read())?.value);
    expect(await read()).toContain('"asOf":1');
    clock.advance(14_000);
    feed.push(status(2));
    expect(await read()).toContain('"asOf":2');
    clock.advance(14_000);
    clock.advance(1_000);
    expect(await read()).toBe(': ping\n\n');
    clock.advance(15_000);
    expect(await read()).toBe(': ping\n\n');
    await reader?.cancel();
  });

  it('opens within a second though the cluster has said nothing yet', async () => {
    const kube = new FakeKubeService();
    const { watch, feed } = script();
    kube.watch = watch;
    const { baseUrl, clock, fetch } = await listen(kube, { transport });
    const answer = fetch(`${baseUrl}/rows/stream?resource=v1/pods`, { headers: ACCEPT });
    await until(() => feed.pulled > 0);
    clock.advance(1_000);
    const response = await answer;
    expect(response.status).toBe(200);
    await response.body?.cancel();
  });

  it('that fails before it begins is a plain error', async () => {
    const kube = new FakeKubeService();
    // eslint-disable-next-line require-yield
    kube.watch = async function* denied() {
      throw new NotAllowedError('pods is forbidden');
    };
    const { baseUrl, fetch } = await listen(kube, { transport });
    const response = await fetch(`${baseUrl}/rows/stream?resource=v1/pods`, {
      headers: ACCEPT,
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: { name: 'NotAllowedError' } });
  });

  it('ends with the error in the client when the right to it is lost', async () => {
    const kube = new FakeKubeService();
    kube.watch = async function* revoked() {
      yield status(1);
      throw new NotAllowedError('pods is forbidden');
    };
    const { client } = await listen(kube, { transport });
    const events = client.watchRows({ resource: 'v1/pods' })[Symbol.asyncIterator]();
    expect(await events.next()).toMatchObject({ done: false });
    await expect(events.next()).rejects.toMatchObject({
      statusCode: 403,
      cause: { name: 'NotAllowedError', message: 'pods is forbidden' },
    });
  });

  it('does not tell the client what broke inside', async () => {
    const kube = new FakeKubeService();
    kube.watch = async function* broken() {
      yield status(1);
      throw new Error('password=hunter2');
    };
    const { baseUrl, fetch } = await listen(kube, { transport });
    const url = `${baseUrl}/rows/stream?resource=v1/pods`;
    const text = await (await fetch(url, { headers: ACCEPT })).text();
    expect(text).toContain('event: error');
    expect(text).not.toContain('hunter2');
  });

  it('ends when the token it was opened with does', async () => {
    const kube = new FakeKubeService();
    const { watch, feed } = script();
    kube.watch = watch;
    const { client, clock } = await listen(kube, {
      transport,
      expiresAt: new Date(1_700_000_000_000 + 60_000),
    });
    feed.push(status(1));
    const events = client.watchRows({ resource: 'v1/pods' })[Symbol.asyncIterator]();
    await events.next();
    const next = events.next();
    clock.advance(60_000);
    await expect(next).rejects.toMatchObject({
      statusCode: 401,
      cause: { name: 'AuthenticationError' },
    });
    await until(() => feed.closed);
  });

  it('lets go of its source when the client leaves, and leaves no timer behind', async () => {
    const kube = new FakeKubeService();
    const { watch, feed } = script();
    kube.watch = watch;
    const { client, clock } = await listen(kube, { transport });
    feed.push(status(1));
    for await (const event of client.watchRows({ resource: 'v1/pods' })) {
      expect(event.type).toBe('status');
      break;
    }
    await until(() => feed.closed && clock.pending === 0);
  });

  it('ends in good order when the server shuts down', async () => {
    const kube = new FakeKubeService();
    const { watch, feed } = script();
    kube.watch = watch;
    const { client, shutdown } = await listen(kube, { transport });
    feed.push(status(1));
    const events = client.watchRows({ resource: 'v1/pods' })[Symbol.asyncIterator]();
    await events.next();
    const next = events.next();
    shutdown.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await until(() => feed.closed);
  });
});

describe('a client that does not read', () => {
  const wide = (asOf: number): RowEvent => ({
    type: 'status',
    asOf,
    failures: [{ cluster: 'dev', state: 'stale', reason: 'x'.repeat(64 * 1024) }],
  });

  /** A source that never runs dry, and a raw connection that takes nothing from it. */
  async function stalled() {
    const kube = new FakeKubeService();
    const state = { pulled: 0, ended: false };
    kube.watch = async function* endless(_, signal) {
      try {
        while (!signal.aborted) {
          state.pulled += 1;
          yield wide(state.pulled);
        }
      } finally {
        state.ended = true;
      }
    };
    const server = await listen(kube);
    const socket: Socket = connect(server.port, '127.0.0.1');
    socket.pause();
    socket.write(`GET ${BASE}/rows/stream?resource=v1/pods HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    let last = -1;
    await until(() => state.pulled > 0);
    // The kernel's buffers fill first; after that the source must stand still.
    for (let quiet = 0; quiet < 20; quiet++) {
      await new Promise(resolve => setImmediate(resolve));
      if (state.pulled !== last) quiet = 0;
      last = state.pulled;
    }
    return { ...server, socket, state };
  }

  it('stops the source instead of filling memory, and gets what is newest when it reads again', async () => {
    const { socket, state } = await stalled();
    const stood = state.pulled;
    for (let turn = 0; turn < 200; turn++) await new Promise(resolve => setImmediate(resolve));
    expect(state.pulled).toBe(stood);
    socket.resume();
    await until(() => state.pulled > stood);
    socket.destroy();
    await until(() => state.ended);
  });

  it('is let go after a minute', async () => {
    const { socket, state, clock } = await stalled();
    clock.advance(59_000);
    expect(state.ended).toBe(false);
    clock.advance(1_000);
    await until(() => state.ended && clock.pending === 0);
    socket.destroy();
  });
});

describe.each(TRANSPORTS)('a stream of logs by %s', transport => {
  const pod = object({ kind: 'Pod', name: 'cart-1', labels: { app: 'cart' } });

  it('holds to the contract, in batches, and says when it is over', async () => {
    const kube = new FakeKubeService().add('v1/pods', [pod]);
    kube.logEvents = async function* lines(asked) {
      expect(asked).toMatchObject({
        pods: [{ cluster: 'dev', namespace: 'shop', name: 'cart-1' }],
        follow: false,
        previous: true,
        tailLines: 10,
      });
      yield { type: 'line', line: { pod: 'cart-1', container: 'web', at: 1, text: 'one' } };
      yield { type: 'line', line: { pod: 'cart-1', container: 'web', text: 'two' } };
      yield { type: 'problem', pod: 'cart-1', container: 'side', reason: 'is waiting to start' };
      yield { type: 'line', line: { pod: 'cart-1', container: 'web', text: 'three' } };
    };
    const { client } = await listen(kube, { transport });
    const events = [];
    for await (const event of client.streamLogs({
      cluster: 'dev',
      namespace: 'shop',
      resource: 'v1/pods',
      name: 'cart-1',
      follow: false,
      previous: true,
      tailLines: 10,
    })) {
      events.push(event);
      expect(clustersRoutes.streamLogs.event.parse(event)).toEqual(event);
    }
    expect(events).toEqual([
      {
        type: 'lines',
        lines: [
          { pod: 'cart-1', container: 'web', at: 1, text: 'one' },
          { pod: 'cart-1', container: 'web', text: 'two' },
        ],
      },
      { type: 'problem', pod: 'cart-1', container: 'side', reason: 'is waiting to start' },
      { type: 'lines', lines: [{ pod: 'cart-1', container: 'web', text: 'three' }] },
      { type: 'end' },
    ]);
  });

  it('is a 404 for a pod that is not there, and a 400 for what has no pods', async () => {
    const kube = new FakeKubeService()
      .add('v1/pods', [pod])
      .add('v1/configmaps', [object({ kind: 'ConfigMap', name: 'settings' })]);
    const { baseUrl, fetch } = await listen(kube, { transport });
    const query = 'cluster=dev&namespace=shop';
    const missing = await fetch(`${baseUrl}/logs?${query}&resource=v1/pods&name=ghost`, {
      headers: ACCEPT,
    });
    expect(missing.status).toBe(404);
    const none = await fetch(`${baseUrl}/logs?${query}&resource=v1/configmaps&name=settings`, {
      headers: ACCEPT,
    });
    expect(none.status).toBe(400);
    expect(await none.json()).toMatchObject({
      error: { message: expect.stringContaining('"settings" selects no pods') },
    });
  });
});
