import { batchLogEvents } from '@kubemate/kube-node';
import type { LogEvent } from '@kubemate/kube-node';
import { Feed } from '../__testUtils__/Feed';
import { ManualClock } from '../__testUtils__/ManualClock';

const line = (text: string): LogEvent => ({
  type: 'line',
  line: { pod: 'a', container: 'b', text },
});

const turn = () => new Promise(resolve => setImmediate(resolve));

describe('batchLogEvents', () => {
  it('waits a tenth of a second for more lines, so that there are at most ten batches a second', async () => {
    const clock = new ManualClock();
    const feed = new Feed<LogEvent>();
    const batches = batchLogEvents(feed, { clock });
    let arrived = false;
    const first = batches.next().then(result => {
      arrived = true;
      return result;
    });
    feed.push(line('1'));
    await turn();
    clock.advance(99);
    feed.push(line('2'));
    await turn();
    expect(arrived).toBe(false);
    clock.advance(1);
    expect((await first).value).toMatchObject({ lines: [{ text: '1' }, { text: '2' }] });
    const second = batches.next();
    feed.push(line('3'));
    await turn();
    clock.advance(100);
    expect((await second).value).toMatchObject({ lines: [{ text: '3' }] });
  });

  it('sends a full batch at once and loses no line', async () => {
    const clock = new ManualClock();
    const feed = new Feed<LogEvent>();
    feed.push(...Array.from({ length: 4_500 }, (_, at) => line(String(at))));
    feed.end();
    const sizes: number[] = [];
    const texts: string[] = [];
    for await (const event of batchLogEvents(feed, { clock })) {
      if (event.type !== 'lines') continue;
      sizes.push(event.lines.length);
      texts.push(...event.lines.map(({ text }) => text));
    }
    expect(sizes).toEqual([2_000, 2_000, 500]);
    expect(texts).toEqual(Array.from({ length: 4_500 }, (_, at) => String(at)));
  });

  it('bounds a batch of long lines by their length', async () => {
    const feed = new Feed<LogEvent>();
    feed.push(...Array.from({ length: 5 }, () => line('x'.repeat(200_000))));
    feed.end();
    const sizes = [];
    for await (const event of batchLogEvents(feed, { clock: new ManualClock() })) {
      if (event.type === 'lines') sizes.push(event.lines.length);
    }
    expect(sizes).toEqual([2, 2, 1]);
  });

  it('gives out the lines before an error, then the error', async () => {
    const feed = new Feed<LogEvent>();
    feed.push(line('1'));
    feed.end(new Error('gone'));
    const batches = batchLogEvents(feed, { clock: new ManualClock() });
    expect((await batches.next()).value).toMatchObject({ lines: [{ text: '1' }] });
    await expect(batches.next()).rejects.toThrow('gone');
  });

  it('lets go of its source when its reader leaves', async () => {
    const feed = new Feed<LogEvent>();
    feed.push(line('1'), { type: 'problem', pod: 'a', reason: 'no more' });
    for await (const event of batchLogEvents(feed, { clock: new ManualClock() })) {
      expect(event.type).toBe('lines');
      break;
    }
    await turn();
    feed.end();
    await turn();
    expect(feed.closed).toBe(true);
  });
});
