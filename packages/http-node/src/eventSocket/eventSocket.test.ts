import { mockErrorHandler } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import {
  EVENT_SOCKET_BEAT_MS,
  EVENT_SOCKET_CLOSE,
  EVENT_SOCKET_PATH,
  EVENT_SOCKET_WINDOW,
  eventSocketFetch,
} from '@kubemate/http-common';
import type { Clock } from '@kubemate/kube-node';
import express from 'express';
import fc from 'fast-check';
import { createServer } from 'node:http';
import type { IncomingHttpHeaders, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket as NodeWebSocket } from 'ws';
import { sendEventStream } from '../sendEventStream';
import { takeUpgrades } from '../sockets/takeUpgrades';
import { EventSocketServer } from './EventSocketServer';

// Loopback only: what the server under test answers.
const { fetch: request } = globalThis;
const ORIGIN = 'https://portal.example';
/** Bounds what waits for another side, on a machine that others use as well. */
jest.setTimeout(30_000);

const STREAM = { headers: { accept: 'text/event-stream' } };

const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

/** Waits for the other side of a socket; bounded by the test's own time. */
async function until(condition: () => boolean) {
  while (!condition()) await new Promise(resolve => setImmediate(resolve));
}

/** Long enough for all that can happen on loopback. */
const settle = () => new Promise(resolve => setTimeout(resolve, 50));

class TestClock implements Clock {
  #now = 0;
  #timers = new Set<{ at: number; callback: () => void }>();

  now = () => this.#now;

  after(delayMs: number, callback: () => void) {
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  advance(ms: number) {
    this.#now += ms;
    for (const timer of [...this.#timers].filter(({ at }) => at <= this.#now)) {
      this.#timers.delete(timer);
      timer.callback();
    }
  }
}

/** A source of big events that never runs dry. */
function endless() {
  const state = { pulled: 0, ended: false };
  async function* source() {
    try {
      for (;;) {
        state.pulled += 1;
        yield JSON.stringify('x'.repeat(32 * 1024));
      }
    } finally {
      state.ended = true;
    }
  }
  return { state, source };
}

/** What a client of its own may do with the socket. */
class RawSocket {
  readonly said: { type: string; status?: number }[] = [];
  /** The code it was closed with, or the status that the upgrade was refused with. */
  readonly closed: Promise<number>;
  code: number | undefined;
  bytes = 0;

  constructor(readonly socket: NodeWebSocket) {
    cleanUps.push(() => socket.terminate());
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) this.bytes += data.byteLength;
      else this.said.push(JSON.parse(data.toString()));
    });
    socket.on('error', () => {});
    this.closed = new Promise(resolve => {
      socket.on('close', resolve);
      socket.on('unexpected-response', (_, response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
    });
    void this.closed.then(code => {
      this.code = code;
    });
  }

  async send(data: unknown): Promise<this> {
    if (this.socket.readyState === NodeWebSocket.CONNECTING)
      await new Promise(resolve => this.socket.once('open', resolve));
    this.socket.send(
      typeof data === 'string' || Buffer.isBuffer(data) ? data : JSON.stringify(data),
    );
    return this;
  }
}

interface StartOptions {
  readonly source?: () => AsyncIterable<string>;
  readonly withSockets?: boolean;
}

async function start({ source, withSockets = true }: StartOptions = {}) {
  const clock = new TestClock();
  const shutdown = new AbortController();
  const seen: { url: string; headers: IncomingHttpHeaders; address?: string }[] = [];
  const app = express();
  app.set('trust proxy', true);
  app.use(({ originalUrl: url, headers, ip: address }, _, next) => {
    seen.push({ url, headers, address });
    next();
  });
  app.get('/api/x/stream', async (_, response) => {
    const ending = new AbortController();
    response.once('close', () => ending.abort());
    await sendEventStream({
      response,
      source: (source ?? endless().source)(),
      signal: ending.signal,
      clock,
      describeError: () => ({ error: { name: 'E', message: '' }, response: { statusCode: 500 } }),
    });
  });
  app.get('/api/x/denied', () => {
    throw new NotAllowedError('pods is forbidden');
  });
  app.get('/api/x/json', (_, response) => void response.json({ secret: true }));
  app.get('/api/x/busy', (_, response) => void response.status(429).set('retry-after', '7').end());
  app.use(mockErrorHandler());
  const server = createServer(app);
  const sockets = new EventSocketServer({ clock, origins: [ORIGIN], shutdown: shutdown.signal });
  if (withSockets) sockets.listenTo(server);
  const backendUrl = await listen(server);
  const opened: NodeWebSocket[] = [];
  const openSocket = (url: string, headers: Record<string, string> = {}) => {
    const socket = new NodeWebSocket(url, { headers });
    opened.push(socket);
    return socket;
  };
  const now = { at: 0 };
  const plain = jest.fn(request);
  const fetch = eventSocketFetch({
    ...{ backendUrl, fetch: plain, isNeeded: () => true, now: () => now.at },
    openSocket: url => openSocket(url) as unknown as WebSocket,
  });
  const socketUrl = `${backendUrl.replace('http', 'ws')}${EVENT_SOCKET_PATH}`;
  const raw = (headers?: Record<string, string>) => new RawSocket(openSocket(socketUrl, headers));
  return {
    ...{ clock, shutdown, seen, server, sockets, opened, now, plain, fetch, raw },
    backendUrl,
  };
}

async function listen(server: Server): Promise<string> {
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const OPEN = { path: '/api/x/stream', headers: {} };

describe('who opens a WebSocket for a stream', () => {
  it('comes from a page of the portal', async () => {
    const { raw, seen } = await start();
    expect(await raw({ origin: 'https://evil.example' }).closed).toBe(403);
    expect(await raw({ origin: 'null' }).closed).toBe(403);
    const own = await raw({ origin: ORIGIN }).send(OPEN);
    await until(() => own.bytes > 0);
    expect(seen).toHaveLength(1);
  });

  it('says in the first message who asks, and in no cookie or header of the handshake', async () => {
    const { raw, seen } = await start();
    const headers = { authorization: 'Bearer mine', 'last-event-id': '3' };
    const handshake = {
      cookie: 'backstage-auth=theirs',
      authorization: 'Bearer theirs',
      'x-kubemate-cluster-token': 'theirs',
      'x-forwarded-for': '192.0.2.7',
      'x-request-id': 'req-1',
      'user-agent': 'test',
    };
    const socket = await raw(handshake).send({ path: '/api/x/stream?a=b', headers });
    await until(() => socket.bytes > 0);
    const { host, ...rest } = seen[0]?.headers ?? {};
    expect(rest).toEqual({
      ...headers,
      accept: 'text/event-stream',
      connection: 'close',
      'user-agent': 'test',
      'x-forwarded-for': '192.0.2.7',
      'x-request-id': 'req-1',
    });
    expect(seen[0]).toMatchObject({ url: '/api/x/stream?a=b', address: '192.0.2.7' });
  });

  it('says soon what for', async () => {
    const { raw, clock } = await start();
    const silent = raw();
    await new Promise(resolve => silent.socket.once('open', resolve));
    clock.advance(10_000);
    expect(await silent.closed).toBe(EVENT_SOCKET_CLOSE.timeout);
  });

  it('finds no other place of the server, and none that is shutting down', async () => {
    const { backendUrl, shutdown, raw, server, seen } = await start();
    const elsewhere = (path: string) =>
      new RawSocket(new NodeWebSocket(`${backendUrl.replace('http', 'ws')}${path}`));
    expect(await elsewhere('/api/x/stream').closed).toBe(404);
    const taken = new Promise<void>(resolve => {
      const origins: string[] = [];
      takeUpgrades(server, {
        ...{ path: '/other', origins, shutdown: shutdown.signal },
        take: ({ socket }) => {
          socket.destroy();
          resolve();
        },
      });
    });
    void elsewhere('/other').closed;
    await taken;
    shutdown.abort();
    expect(await raw().closed).toBe(503);
    expect(seen).toEqual([]);
  });
});

describe('the first message', () => {
  const tokens = fc.constantFrom(
    'authorization',
    'x-kubemate-cluster-token',
    'cookie',
    'host',
    'a\r\nb',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('Bearer a', 'a\r\nx-evil: 1', 'ä', '\0', 'x'.repeat(40_000)),
  );
  const paths = fc.oneof(
    texts,
    texts.map(text => `/api/${text}`),
    fc.webPath().map(text => `/api${text}`),
    fc.constantFrom(
      '/api/../etc',
      '//evil/api/',
      'http://evil/api/',
      '/api/ HTTP/1.1\r\nhost: evil',
      '/api/x/stream#a',
    ),
  );
  const valid = fc.record({
    path: fc.webQueryParameters().map(query => `/api/x/busy?${query}`),
    headers: fc.record({ authorization: fc.string() }, { requiredKeys: [] }),
  });
  const messages = fc.oneof(
    valid,
    fc.record({ path: paths, headers: fc.dictionary(tokens, texts, { maxKeys: 3 }) }),
    fc.tuple(valid, fc.json()).map(([message, more]) => ({ ...message, more })),
    fc.json(),
    fc.uint8Array({ maxLength: 100 }).map(bytes => Buffer.from(bytes)),
    fc.constantFrom('[]', '{"path":"/api/x/busy","headers":{"__proto__":{"a":1}}}', '{"taken":0}'),
    texts,
  );

  it('asks for what it says or is refused, whatever it is', async () => {
    const { raw, seen } = await start();
    const counts = { asked: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(messages, async message => {
        seen.length = 0;
        const socket = await raw().send(message);
        await until(() => socket.bytes > 0 || socket.code !== undefined);
        const { code } = socket;
        const isRefused = code === EVENT_SOCKET_CLOSE.protocol || code === 1009;
        counts[isRefused ? 'refused' : 'asked'] += 1;
        const asked = typeof message === 'object' && 'path' in message ? message.path : undefined;
        expect(seen.length).toBeLessThanOrEqual(isRefused ? 0 : 1);
        for (const { url, headers } of seen) {
          expect(url.startsWith('/api/')).toBe(true);
          expect(url).toBe(asked ?? url);
          expect(Object.keys(headers)).not.toContain('cookie');
          expect(headers['x-evil']).toBeUndefined();
          expect(headers.host).toMatch(/^127\.0\.0\.1/);
        }
        socket.socket.terminate();
      }),
      { numRuns: 500 },
    );
    expect(counts.asked).toBeGreaterThan(20);
    expect(counts.refused).toBeGreaterThan(20);
  });

  it('is followed by nothing but what was read, and never by more than was sent', async () => {
    const { raw } = await start();
    for (const next of [OPEN, { taken: 1e9 }, { taken: -1 }, 'x', Buffer.from([1])]) {
      const socket = await raw().send(OPEN);
      await socket.send(next);
      expect(await socket.closed).toBe(EVENT_SOCKET_CLOSE.protocol);
    }
  });
});

describe('an answer over a WebSocket', () => {
  it('says an error as fetch does, with its name and when to come back', async () => {
    const { fetch, backendUrl } = await start();
    const denied = await fetch(`${backendUrl}/api/x/denied`, STREAM);
    expect([denied.status, denied.statusText]).toEqual([403, 'Forbidden']);
    expect(await denied.json()).toMatchObject({ error: { name: 'NotAllowedError' } });
    const busy = await fetch(`${backendUrl}/api/x/busy`, STREAM);
    expect([busy.status, busy.headers.get('retry-after'), await busy.text()]).toEqual([
      429,
      '7',
      '',
    ]);
    const missing = await fetch(`${backendUrl}/api/ghost`, STREAM);
    expect(missing.status).toBe(404);
    await missing.body?.cancel();
    const authorization = `Bearer ${'x'.repeat(17 * 1024)}`;
    const large = { headers: { ...STREAM.headers, authorization } };
    expect((await fetch(`${backendUrl}/api/x/stream`, large)).status).toBe(431);
  });

  it('is a stream of events, or is not given', async () => {
    const { fetch, backendUrl } = await start();
    const response = await fetch(`${backendUrl}/api/x/json`, STREAM);
    expect([response.status, await response.text()]).toEqual([406, '']);
  });

  it('comes whole and in order however slowly it is read', async () => {
    async function* source() {
      for (let at = 0; at < 200; at++) yield JSON.stringify({ at, text: 'ä'.repeat(10_000) });
    }
    const { fetch, backendUrl } = await start({ source });
    const response = await fetch(`${backendUrl}/api/x/stream`, STREAM);
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length % 7 === 0) await new Promise(resolve => setTimeout(resolve, 1));
    }
    const events = text.split('\n\n').filter(each => each !== '');
    expect(events.map(each => JSON.parse(each.slice('data: '.length)).at)).toEqual(
      Array.from({ length: 200 }, (_, at) => at),
    );
  });

  it('waits for its reader instead of filling memory, a minute at most', async () => {
    const { state, source } = endless();
    const { raw, clock } = await start({ source });
    const socket = await raw().send(OPEN);
    await until(() => socket.bytes >= EVENT_SOCKET_WINDOW);
    await settle();
    const stood = state.pulled;
    expect(socket.bytes).toBeLessThan(EVENT_SOCKET_WINDOW + 16 * 1024);
    await settle();
    expect(state.pulled).toBe(stood);
    await socket.send({ taken: socket.bytes });
    await until(() => state.pulled > stood);
    await settle();
    for (let beat = 0; beat < 4; beat++) {
      expect(state.ended).toBe(false);
      clock.advance(EVENT_SOCKET_BEAT_MS);
      await settle();
    }
    expect(await socket.closed).toBe(EVENT_SOCKET_CLOSE.broken);
    expect(state.ended).toBe(true);
  });

  it('ends at its source when the reader leaves, before or after it has begun', async () => {
    const { state, source } = endless();
    const { fetch, backendUrl } = await start({ source });
    const stop = new AbortController();
    const options = { ...STREAM, signal: stop.signal };
    const response = await fetch(`${backendUrl}/api/x/stream`, options);
    const reading = response.text();
    stop.abort(new Error('left'));
    await expect(reading).rejects.toThrow('left');
    await until(() => state.ended);
    await expect(fetch(`${backendUrl}/api/x/stream`, options)).rejects.toThrow('left');
    const early = new AbortController();
    const asked = fetch(`${backendUrl}/api/x/stream`, { ...STREAM, signal: early.signal });
    early.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
  });

  it('is let go when nothing at the other end answers any more', async () => {
    const { state, source } = endless();
    const { raw, clock } = await start({ source });
    const socket = await raw().send(OPEN);
    await until(() => socket.bytes > 0);
    socket.socket.pause();
    await settle();
    for (let beat = 0; beat < 5; beat++) clock.advance(EVENT_SOCKET_BEAT_MS);
    await until(() => state.ended);
  });

  it('that breaks off is a failure to be tried again, also where the server shuts down', async () => {
    const { fetch, backendUrl, opened, sockets, clock } = await start();
    const shutDown = () => {
      sockets.close();
      clock.advance(500);
    };
    for (const end of [() => opened[0]?.terminate(), shutDown]) {
      const response = await fetch(`${backendUrl}/api/x/stream`, STREAM);
      const reading = response.text();
      end();
      await expect(reading).rejects.toBeInstanceOf(TypeError);
    }
  });
});

describe('where no WebSocket comes through', () => {
  it('streams come by fetch, and another WebSocket is tried after five minutes', async () => {
    const { fetch, backendUrl, plain, opened, now } = await start({ withSockets: false });
    const read = async () => {
      const response = await fetch(`${backendUrl}/api/x/denied`, STREAM);
      expect(response.status).toBe(403);
      await response.body?.cancel();
    };
    await read();
    await read();
    expect([opened.length, plain.mock.calls.length]).toEqual([1, 2]);
    now.at = 5 * 60_000;
    await read();
    expect([opened.length, plain.mock.calls.length]).toEqual([2, 3]);
  });

  it('because the server is away, the next attempt is made over one again', async () => {
    const { fetch, server, backendUrl, opened } = await start();
    server.close();
    const { port } = new URL(backendUrl);
    await expect(fetch(`${backendUrl}/api/x/denied`, STREAM)).rejects.toThrow('fetch failed');
    await new Promise<void>(resolve => server.listen(Number(port), '127.0.0.1', resolve));
    const response = await fetch(`${backendUrl}/api/x/denied`, STREAM);
    await response.body?.cancel();
    expect([response.status, opened.length]).toEqual([403, 2]);
  });

  it('nothing but event streams of the server is asked for over one', async () => {
    const { fetch, backendUrl, opened } = await start();
    const stream = `${backendUrl}/api/x/denied`;
    const others = [
      fetch(stream),
      fetch(stream, { ...STREAM, method: 'POST', body: 'x' }),
      fetch(new Request(stream, { ...STREAM, method: 'POST', body: 'x' })),
      fetch(`${backendUrl}/other`, STREAM),
      fetch(stream, { headers: { ...STREAM.headers, 'x-else': '1' } }),
    ];
    for (const response of await Promise.all(others)) await response.body?.cancel();
    expect(opened).toEqual([]);
  });
});

describe('a WebSocket from which nothing comes', () => {
  class DeadSocket {
    readonly OPEN = 1;
    readonly readyState = 1;
    readonly sent: string[] = [];
    isClosed = false;
    onopen = () => {};
    onmessage: (event: { data: string }) => void = () => {};
    send = (text: string) => this.sent.push(text);
    close = () => {
      this.isClosed = true;
    };
  }

  function startDead() {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    cleanUps.push(() => jest.useRealTimers());
    const socket = new DeadSocket();
    const fetch = eventSocketFetch({
      backendUrl: 'http://portal.example',
      isNeeded: () => true,
      openSocket: () => socket as unknown as WebSocket,
      fetch: async () => new Response('by fetch'),
    });
    return { socket, response: fetch('http://portal.example/api/x/stream', STREAM) };
  }

  it('is given up for fetch', async () => {
    const { socket, response } = startDead();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(await (await response).text()).toBe('by fetch');
    expect(socket.isClosed).toBe(true);
  });

  it('any more is lost after three beats', async () => {
    const { socket, response } = startDead();
    socket.onmessage({ data: JSON.stringify({ type: 'beat' }) });
    const answer = { type: 'answer', status: 200, statusText: 'OK', headers: {} };
    socket.onmessage({ data: JSON.stringify(answer) });
    const reading = (await response).text();
    const outcome = reading.catch((error: unknown) => error);
    for (let beat = 0; beat < 4; beat++) {
      await jest.advanceTimersByTimeAsync(1.9 * EVENT_SOCKET_BEAT_MS);
      expect(socket.isClosed).toBe(false);
      socket.onmessage({ data: JSON.stringify({ type: 'beat' }) });
    }
    await jest.advanceTimersByTimeAsync(3 * EVENT_SOCKET_BEAT_MS);
    expect(await outcome).toBeInstanceOf(TypeError);
    expect(socket.isClosed).toBe(true);
  });
});
