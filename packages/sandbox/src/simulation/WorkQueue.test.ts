import { VirtualClock } from '../testUtils/VirtualClock';
import { WorkQueue } from './WorkQueue';

function setUp(process: (key: string) => void = () => {}) {
  const clock = new VirtualClock(0);
  const seen: string[] = [];
  const errors: string[] = [];
  const queue = new WorkQueue({
    clock,
    process(key) {
      seen.push(`${key}@${clock.now()}`);
      process(key);
    },
    onError: key => errors.push(key),
  });
  return { clock, queue, seen, errors };
}

describe('WorkQueue', () => {
  it('processes a key once however often it was asked for', () => {
    const { clock, queue, seen } = setUp();
    for (const key of ['a', 'b', 'a', 'a']) queue.add(key);
    clock.advance(10);
    expect(seen).toEqual(['a@0', 'b@0']);
  });

  it('lets the earliest request for a key win', () => {
    const { clock, queue, seen } = setUp();
    queue.add('a', 1_000);
    queue.add('a', 5_000);
    queue.add('b', 5_000);
    queue.add('b', 100);
    queue.add('c', 1_000);
    queue.add('c');
    clock.advance(10_000);
    expect(seen).toEqual(['c@0', 'b@100', 'a@1000']);
  });

  it('retries what fails with doubling delay, and starts anew after a success', () => {
    let failures = 3;
    const { clock, queue, seen, errors } = setUp(() => {
      if (failures-- > 0) throw new Error('not yet');
    });
    queue.add('a');
    clock.advance(60_000);
    expect(seen).toEqual(['a@0', 'a@500', 'a@1500', 'a@3500']);
    expect(errors).toHaveLength(3);
    failures = 1;
    queue.add('a');
    clock.advance(60_000);
    expect(seen.slice(4)).toEqual(['a@60000', 'a@60500']);
  });

  it('does nothing more once it is closed', () => {
    const { clock, queue, seen } = setUp();
    queue.add('a');
    queue.add('b', 50);
    queue.close();
    queue.add('c');
    clock.advance(1_000);
    expect(seen).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});
