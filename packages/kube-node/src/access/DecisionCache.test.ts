import { ManualClock } from '../testUtils/ManualClock';
import { DECISION_MS, DecisionCache } from './DecisionCache';

describe('decisions', () => {
  it('live for their own time, and for less where the question says so', async () => {
    const clock = new ManualClock();
    const cache = new DecisionCache(clock);
    let asked = 0;
    const ask = (maxAgeMs?: number) => cache.get('key', async () => ++asked, maxAgeMs);
    expect(await ask()).toBe(1);
    clock.advance(2_999);
    expect(await ask(3_000)).toBe(1);
    clock.advance(1);
    expect(await ask(3_000)).toBe(2);
    clock.advance(DECISION_MS - 1);
    expect(await ask()).toBe(2);
    cache.invalidate();
    expect(await ask()).toBe(3);
  });

  it('that failed are made again', async () => {
    const cache = new DecisionCache(new ManualClock());
    await expect(cache.get('key', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await cache.get('key', async () => 'here')).toBe('here');
  });
});
