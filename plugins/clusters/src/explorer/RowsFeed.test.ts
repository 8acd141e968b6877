import type { Row } from '@kubemate/kube-common';
import type { RowEvent, RowPage } from '@kubemate/plugin-clusters-common';
import { NotAllowedError, ServiceUnavailableError } from '@backstage/errors';
import { DEFAULT_RESOURCE } from './explorerState';
import { RowsFeed } from './RowsFeed';

function row(name: string, resourceVersion = '1'): Row {
  return {
    cluster: 'dev',
    namespace: 'shop',
    name,
    uid: name,
    resourceVersion,
    created: 0,
    health: 'ok',
    cells: {},
  };
}

function page(names: string[], rest: Partial<RowPage> = {}): RowEvent {
  const items = names.map(name => row(name));
  return {
    type: 'page',
    page: { items, offset: 0, total: items.length, failures: [], asOf: 1, columns: [], ...rest },
  };
}

/** A server whose streams the test speaks through, one per connection. */
function fakeServer() {
  const streams: {
    query: { offset?: number; limit?: number };
    signal?: AbortSignal;
    say(event: RowEvent): Promise<void>;
    end(): Promise<void>;
    fail(error: Error): Promise<void>;
  }[] = [];
  const settle = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  const client = {
    watchRows(query: object, options?: { signal?: AbortSignal }) {
      let wake: (step: () => IteratorResult<RowEvent>) => void = () => {};
      const next = () =>
        new Promise<IteratorResult<RowEvent>>((resolve, reject) => {
          wake = step => {
            try {
              resolve(step());
            } catch (error) {
              reject(error);
            }
          };
        });
      streams.push({
        query,
        signal: options?.signal,
        say: event => {
          wake(() => ({ done: false, value: event }));
          return settle();
        },
        end: () => {
          wake(() => ({ done: true, value: undefined }));
          return settle();
        },
        fail: error => {
          wake(() => {
            throw error;
          });
          return settle();
        },
      });
      return { [Symbol.asyncIterator]: () => ({ next }) };
    },
  };
  const latest = () => {
    const stream = streams.at(-1);
    if (stream === undefined) throw new Error('no stream is open');
    return stream;
  };
  return { client, streams, latest };
}

function openFeed() {
  const server = fakeServer();
  const feed = new RowsFeed({
    client: server.client,
    question: { resource: DEFAULT_RESOURCE },
    random: () => 0.5,
  });
  feed.open();
  const names = () =>
    Array.from(
      { length: feed.snapshot().total },
      (_, index) => feed.snapshot().rows.get(index)?.name,
    );
  return { ...server, feed, names };
}

describe('RowsFeed', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is loading until the first page', async () => {
    const { feed, latest, names } = openFeed();
    expect(feed.snapshot()).toMatchObject({ state: 'loading', connection: 'connecting' });
    await latest().say(page(['a', 'b']));
    expect(feed.snapshot()).toMatchObject({ state: 'ready', connection: 'live', total: 2 });
    expect(names()).toEqual(['a', 'b']);
  });

  it('applies changes of the window in their order', async () => {
    const { latest, names, feed } = openFeed();
    await latest().say(page(['a', 'b', 'c']));
    await latest().say({
      type: 'delta',
      delta: {
        removed: ['b'],
        inserted: [{ index: 0, row: row('z') }],
        updated: [row('c', '2')],
        total: 3,
        asOf: 9,
      },
    });
    expect(names()).toEqual(['z', 'a', 'c']);
    expect(feed.snapshot().rows.get(2)?.resourceVersion).toBe('2');
    expect(feed.snapshot().asOf).toBe(9);
  });

  it('shows which clusters fail without touching the rows', async () => {
    const { latest, names, feed } = openFeed();
    await latest().say(page(['a']));
    const failures = [{ cluster: 'edge', reason: 'no route', state: 'unreachable' as const }];
    await latest().say({ type: 'status', failures, asOf: 5 });
    expect(names()).toEqual(['a']);
    expect(feed.snapshot()).toMatchObject({ failures, asOf: 5 });
  });

  it('follows another window and keeps rows seen before', async () => {
    const { feed, streams, latest } = openFeed();
    await latest().say(page(['a', 'b'], { total: 400 }));
    feed.setWindow({ offset: 300, limit: 100 });
    expect(streams).toHaveLength(2);
    expect(streams[0]?.signal?.aborted).toBe(true);
    expect(streams[1]?.query).toMatchObject({ offset: 300, limit: 100 });
    expect(feed.snapshot().rows.get(0)?.name).toBe('a');
    await latest().say(page(['x'], { offset: 300, total: 400 }));
    expect(feed.snapshot().rows.get(300)?.name).toBe('x');
    expect(feed.snapshot().rows.get(0)?.name).toBe('a');
    expect(feed.snapshot().rows.get(200)).toBeUndefined();
  });

  it('forgets rows beyond the end of a result that shrank', async () => {
    const { feed, latest } = openFeed();
    await latest().say(page(['a', 'b'], { total: 400 }));
    feed.setWindow({ offset: 300, limit: 100 });
    await latest().say(page([], { offset: 300, total: 1 }));
    expect(feed.snapshot().rows.get(0)?.name).toBe('a');
    expect(feed.snapshot().rows.get(1)).toBeUndefined();
  });

  it('keeps the rows while offline and comes back with growing waits', async () => {
    const { feed, streams, latest, names } = openFeed();
    await latest().say(page(['a']));
    await latest().fail(new ServiceUnavailableError('restarting'));
    expect(feed.snapshot()).toMatchObject({ state: 'ready', connection: 'offline' });
    expect(names()).toEqual(['a']);
    jest.advanceTimersByTime(374);
    expect(streams).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(streams).toHaveLength(2);
    await latest().fail(new ServiceUnavailableError('restarting'));
    jest.advanceTimersByTime(749);
    expect(streams).toHaveLength(2);
    jest.advanceTimersByTime(1);
    await latest().say(page(['a', 'b']));
    expect(feed.snapshot()).toMatchObject({ connection: 'live', error: undefined });
    await latest().fail(new ServiceUnavailableError('again'));
    jest.advanceTimersByTime(375);
    expect(streams).toHaveLength(4);
  });

  it('opens again after the server ended the stream in good order', async () => {
    const { streams, latest } = openFeed();
    await latest().say(page(['a']));
    await latest().end();
    jest.advanceTimersByTime(250);
    expect(streams).toHaveLength(2);
  });

  it('stops where asking again would not help, until told to', async () => {
    const { feed, streams, latest } = openFeed();
    await latest().fail(new NotAllowedError('cannot list pods'));
    expect(feed.snapshot()).toMatchObject({ state: 'failed', connection: 'offline' });
    jest.advanceTimersByTime(120_000);
    expect(streams).toHaveLength(1);
    feed.retry();
    expect(feed.snapshot().state).toBe('loading');
    expect(streams).toHaveLength(2);
  });

  it('opens nothing after it was closed', async () => {
    const { feed, streams, latest } = openFeed();
    await latest().fail(new ServiceUnavailableError('restarting'));
    feed.close();
    jest.advanceTimersByTime(120_000);
    expect(streams).toHaveLength(1);
  });
});
