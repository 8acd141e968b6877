import { mockServices } from '@backstage/backend-test-utils';
import type { Clock } from '@kubemate/kube-node';
import { RecorderLease } from './RecorderLease';

/** Time that is turned by hand; work that waits for promises goes on between. */
class TestClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>();

  now() {
    return this.#now;
  }

  after(delayMs: number, callback: () => void) {
    const timer = { at: this.#now + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  async advance(ms: number) {
    for (const end = this.#now + ms; this.#now < end;) {
      this.#now += 500;
      for (const timer of [...this.#timers])
        if (timer.at <= this.#now && this.#timers.delete(timer)) timer.callback();
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    }
  }
}

function database() {
  let row = { holder: '', until: -1 };
  return {
    isDown: false,
    async hold({ holder, now, until }: { holder: string; now: number; until: number }) {
      if (this.isDown) throw new Error('the database is away');
      if (row.holder !== holder && row.until >= now) return false;
      row = { holder, until };
      return true;
    },
  };
}

function replica(store: ReturnType<typeof database>, clock: Clock) {
  const ending = new AbortController();
  const state = { isWorking: false, stop: () => ending.abort() };
  const options = { store, clock, logger: mockServices.logger.mock(), signal: ending.signal };
  void new RecorderLease(options).whileHeld(signal => {
    state.isWorking = true;
    return new Promise(resolve => {
      signal.addEventListener('abort', () => {
        state.isWorking = false;
        resolve();
      });
    });
  });
  return state;
}

describe('RecorderLease', () => {
  it('lets one of two replicas work, and the other as soon as that one ends', async () => {
    const [store, clock] = [database(), new TestClock()];
    const [a, b] = [replica(store, clock), replica(store, clock)];
    await clock.advance(120_000);
    expect([a.isWorking, b.isWorking]).toEqual([true, false]);
    a.stop();
    await clock.advance(6_000);
    expect([a.isWorking, b.isWorking]).toEqual([false, true]);
    b.stop();
  });

  it('ends the work before another replica can begin, where the database cannot be asked', async () => {
    const [store, clock] = [database(), new TestClock()];
    const a = replica(store, clock);
    await clock.advance(1_000);
    expect(a.isWorking).toBe(true);
    store.isDown = true;
    await clock.advance(29_000);
    expect(a.isWorking).toBe(false);
    store.isDown = false;
    await clock.advance(6_000);
    expect(a.isWorking).toBe(true);
    a.stop();
  });
});
