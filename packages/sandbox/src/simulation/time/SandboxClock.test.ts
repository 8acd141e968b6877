import { VirtualClock } from '../../testUtils/VirtualClock';
import { SandboxClock } from './SandboxClock';

const START = Date.UTC(2026, 0, 1);

describe('SandboxClock', () => {
  it('runs timers in order of time, then in the order they were set, each at its own time', () => {
    const clock = new SandboxClock(new VirtualClock(START + 10_000), START);
    const seen: string[] = [];
    const note = (name: string) => () => seen.push(`${name}@${clock.now() - START}`);
    clock.after(300, note('c'));
    clock.after(100, note('a'));
    clock.after(100, note('b'));
    clock.after(200, () => clock.after(50, note('nested')));
    clock.after(9_000, note('late'));
    clock.advanceTo(START + 1_000);
    expect(seen).toEqual(['a@100', 'b@100', 'nested@250', 'c@300']);
    expect(clock.now()).toBe(START + 1_000);
  });

  it('after a leap runs what fell due once, late', () => {
    const clock = new SandboxClock(new VirtualClock(START + 10_000), START);
    const seen: number[] = [];
    const tick = () => {
      seen.push(clock.now() - START);
      clock.after(1_000, tick);
    };
    clock.after(1_000, tick);
    clock.leapTo(START + 60_000);
    clock.advanceTo(START + 62_500);
    expect(seen).toEqual([60_000, 61_000, 62_000]);
  });

  it('follows the clock beneath once it is live, and yields between turns', () => {
    const base = new VirtualClock(START + 5_000);
    const clock = new SandboxClock(base, START);
    clock.advanceTo(START + 5_000);
    let count = 0;
    const raise = () => {
      count += 1;
    };
    for (let index = 0; index < 200; index++) clock.after(1_000, raise);
    clock.goLive();
    expect(base.pending).toBe(1);
    base.advance(999);
    expect(count).toBe(0);
    base.advance(1);
    expect(count).toBe(200);
    expect(clock.now()).toBe(START + 6_000);
  });

  it('forgets cancelled timers and, once closed, all of them', () => {
    const base = new VirtualClock(START);
    const clock = new SandboxClock(base, START);
    clock.goLive();
    const seen: string[] = [];
    const cancel = clock.after(10, () => seen.push('cancelled'));
    clock.after(20, () => seen.push('kept'));
    cancel();
    cancel();
    base.advance(50);
    clock.after(10, () => seen.push('closed'));
    clock.close();
    base.advance(50);
    expect(seen).toEqual(['kept']);
    expect(base.pending).toBe(0);
  });
});
