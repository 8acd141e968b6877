import { NotAllowedError } from '@backstage/errors';
import type { LogEvent } from '@kubemate/plugin-clusters-common';
import { LogBuffer } from '@kubemate/ui';
import { PODS } from '../kinds/wellKnown';
import { LogFeed } from './LogFeed';

const line = (text: string, at: number): LogEvent => ({
  type: 'lines',
  lines: [{ pod: 'cart-1', container: 'web', at, text }],
});

/** A server that answers each connection with the next script; an error in a script breaks the connection. */
function openFeed(scripts: (LogEvent | Error)[][], follow = true) {
  const requests: { sinceSeconds?: number }[] = [];
  const client = {
    async *streamLogs(request: object): AsyncGenerator<LogEvent> {
      requests.push(request);
      for (const step of scripts[requests.length - 1] ?? []) {
        if (step instanceof Error) throw step;
        yield step;
      }
    },
  };
  const buffer = new LogBuffer({ schedule: callback => callback() });
  const request = { cluster: 'dev', namespace: 'shop', resource: PODS, name: 'cart-1', follow };
  const feed = new LogFeed({ client, buffer, request });
  feed.open();
  return { feed, requests, texts: () => buffer.snapshot().lines.map(({ text }) => text) };
}

describe('LogFeed', () => {
  beforeEach(() => jest.useFakeTimers({ now: 100_000 }));
  afterEach(() => jest.useRealTimers());

  it('puts lines into the buffer until the end', async () => {
    const { feed, texts } = openFeed([[line('a', 1), line('b', 2), { type: 'end' }]]);
    await jest.advanceTimersByTimeAsync(0);
    expect(texts()).toEqual(['a', 'b']);
    expect(feed.snapshot()).toMatchObject({ state: 'ended', sources: 1 });
  });

  it('names what could not be read, once', async () => {
    const problem: LogEvent = { type: 'problem', pod: 'cart-2', reason: 'waiting to start' };
    const { feed } = openFeed([[problem, problem, { type: 'end' }]]);
    await jest.advanceTimersByTimeAsync(0);
    expect(feed.snapshot().problems).toEqual([
      { key: 'cart-2: waiting to start', source: 'cart-2', reason: 'waiting to start' },
    ]);
  });

  it('takes up where the connection broke, without lines twice', async () => {
    const { feed, requests, texts } = openFeed([
      [line('a', 97_000), line('b', 98_000), new Error('reset')],
      [line('b', 98_000), line('c', 99_000)],
    ]);
    await jest.advanceTimersByTimeAsync(0);
    expect(feed.snapshot().reconnecting).toBe(true);
    await jest.advanceTimersByTimeAsync(1000);
    expect(requests[1]?.sinceSeconds).toBe(3);
    expect(texts()).toEqual(['a', 'b', 'c']);
  });

  it('stops where the person may not read the logs', async () => {
    const { feed, requests } = openFeed([[new NotAllowedError('pods/log')]]);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(feed.snapshot()).toMatchObject({ state: 'failed', reconnecting: false });
    expect(requests).toHaveLength(1);
  });

  it('does not come back after it was closed', async () => {
    const { feed, requests } = openFeed([[new Error('reset')]]);
    await jest.advanceTimersByTimeAsync(0);
    feed.close();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(requests).toHaveLength(1);
  });
});
