import { NotAllowedError } from '@backstage/errors';
import { LiveFeed } from './LiveFeed';

type Answer = readonly string[] | Error;

/** A feed that joins words; each opening answers the next of what is given, and then stays silent. */
function feedOf(...answers: readonly Answer[]) {
  const left = [...answers];
  const open = jest.fn(async function* stream() {
    const answer = left.shift();
    if (answer instanceof Error) throw answer;
    if (answer !== undefined) yield* answer;
    else await new Promise(() => {});
  });
  const feed = new LiveFeed<string, string>({
    open,
    apply: (state, event, isFirst) => (isFirst ? event : `${state} ${event}`),
    isEnd: event => event === 'end',
  });
  feed.open();
  return { feed, open };
}

const settle = () => jest.advanceTimersByTimeAsync(0);

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('LiveFeed', () => {
  it('folds events into a state, and ends when the server says so', async () => {
    const { feed, open } = feedOf(['a', 'b', 'end']);
    await settle();
    expect(feed.snapshot()).toEqual({ data: 'a b end', connection: 'ended' });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('takes itself up again after a break, and starts anew with what it is then told', async () => {
    const { feed, open } = feedOf(['a', 'b'], new TypeError('Failed to fetch'), ['c']);
    await settle();
    expect(feed.snapshot()).toMatchObject({ data: 'a b', connection: 'offline' });
    await jest.advanceTimersByTimeAsync(1000);
    expect(feed.snapshot()).toMatchObject({ data: 'a b', connection: 'offline' });
    await jest.advanceTimersByTimeAsync(2000);
    expect(feed.snapshot().data).toBe('c');
    expect(open).toHaveBeenCalledTimes(3);
    feed.close();
  });

  it('does not ask again for what is not allowed', async () => {
    const { feed, open } = feedOf(new NotAllowedError('no'));
    await settle();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(feed.snapshot().connection).toBe('failed');
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('is silent once closed', async () => {
    const { feed, open } = feedOf(['a']);
    feed.close();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(feed.snapshot()).toEqual({ connection: 'connecting' });
    expect(open).toHaveBeenCalledTimes(1);
  });
});
