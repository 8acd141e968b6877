import type { ExecServerMessage } from '@kubemate/plugin-clusters-common';
import { fakePodApi } from '../__testUtils__/fakePodApi';
import { TerminalFeed } from './TerminalFeed';

const REQUEST = {
  ...{ cluster: 'dev', namespace: 'shop', pod: 'cart-1', container: 'web' },
  command: ['/bin/sh'],
};
const SIZE = { columns: 100, rows: 30 };

/** The server's end of a WebSocket, as far as a page sees it. */
class PlayedSocket extends EventTarget {
  readonly readyState = 1;
  readonly sent: unknown[] = [];

  send(data: unknown): void {
    this.sent.push(
      typeof data === 'string' ? JSON.parse(data) : new TextDecoder().decode(data as Uint8Array),
    );
  }

  close(): void {}

  open(): void {
    this.dispatchEvent(new Event('open'));
  }

  say(message: ExecServerMessage): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  print(text: string): void {
    const { buffer } = Uint8Array.from([1, ...new TextEncoder().encode(text)]);
    this.dispatchEvent(new MessageEvent('message', { data: buffer }));
  }

  lose(code: number): void {
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }
}

function play() {
  const sockets: PlayedSocket[] = [];
  const started: object[] = [];
  let screen = '';
  const api = fakePodApi({
    startExec: async request => {
      started.push(request);
      return { session: 's', recorded: true };
    },
    createTicket: async session => ({ ticket: session, expiresAt: 0 }),
    openSocket: async () => {
      const socket = new PlayedSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  });
  const feed = new TerminalFeed(
    {
      api,
      request: REQUEST,
      screen: {
        write: (data, done) => {
          screen += new TextDecoder().decode(data);
          done();
        },
      },
    },
    SIZE,
  );
  feed.open();
  const next = async (count: number) => {
    await jest.advanceTimersByTimeAsync(0);
    const socket = sockets[count - 1];
    if (socket === undefined) throw new Error('no socket was opened');
    socket.open();
    return socket;
  };
  return { feed, sockets, started, next, screen: () => screen };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('TerminalFeed', () => {
  it('starts with the size of the screen, draws, types and acknowledges', async () => {
    const { feed, started, next, screen } = play();
    const socket = await next(1);
    expect(started).toEqual([{ ...REQUEST, ...SIZE }]);
    socket.say({ type: 'attached', from: 0, lost: 0 });
    expect(feed.snapshot()).toEqual({ state: 'connected', recorded: true });
    socket.print('$ ');
    feed.input('ls\r');
    await jest.advanceTimersByTimeAsync(100);
    expect(screen()).toBe('$ ');
    expect(socket.sent).toEqual([
      { type: 'hello', received: 0 },
      { type: 'resize', ...SIZE },
      'ls\r',
      { type: 'ack', received: 2 },
    ]);
  });

  it('comes back with what it has when the connection breaks', async () => {
    const { feed, next } = play();
    const first = await next(1);
    first.say({ type: 'attached', from: 0, lost: 0 });
    first.print('12345');
    first.lose(1006);
    expect(feed.snapshot().state).toBe('reconnecting');
    const second = await next(2);
    expect(second.sent).toEqual([{ type: 'hello', received: 5 }]);
    second.say({ type: 'attached', from: 5, lost: 0 });
    expect(feed.snapshot().state).toBe('connected');
  });

  it('stays over once it has ended, or another window has it', async () => {
    const ended = play();
    const socket = await ended.next(1);
    socket.say({ type: 'ended', end: { type: 'revoked', reason: 'you may no longer' } });
    socket.lose(1000);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(ended.feed.snapshot()).toMatchObject({ state: 'ended', end: { type: 'revoked' } });
    expect(ended.sockets).toHaveLength(1);
    const taken = play();
    (await taken.next(1)).lose(4409);
    expect(taken.feed.snapshot().state).toBe('taken');
  });

  it('gives up half a minute after the connection broke', async () => {
    const { feed, next, sockets } = play();
    const first = await next(1);
    first.say({ type: 'attached', from: 0, lost: 0 });
    first.lose(1006);
    for (let count = 0; count < 60 && feed.snapshot().state === 'reconnecting'; count++) {
      await jest.advanceTimersByTimeAsync(1_000);
      sockets.at(-1)?.lose(1006);
    }
    expect(feed.snapshot().state).toBe('failed');
  });
});
