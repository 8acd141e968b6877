import type { GraphTask } from './TaskGraphModel';
import { axisTicks, barOf, byStart, spanOfTasks } from './timeAxis';

const task = (id: string, startedAt?: number, finishedAt?: number): GraphTask => ({
  ...{ id, title: id, kind: 'task', startedAt, finishedAt },
});

describe('axisTicks', () => {
  it.each([
    [1_000, 5, [0, 1_000]],
    [9_000, 5, [0, 2_000, 4_000, 6_000, 8_000]],
    [90_000, 6, [0, 15_000, 30_000, 45_000, 60_000, 75_000, 90_000]],
    [240_000, 3, [0, 120_000, 240_000]],
    [3 * 86_400_000, 3, [0, 86_400_000, 172_800_000, 259_200_000]],
    [0, 5, [0]],
  ])('of %d ms, at most %d', (length, most, ticks) => {
    expect(axisTicks(length, most)).toEqual(ticks);
  });
});

describe('the bars of tasks', () => {
  it('grow to now while a task goes on', () => {
    expect(barOf(task('a', 10), 50)).toEqual({ from: 10, to: 50 });
    expect(barOf(task('a', 10, 30), 50)).toEqual({ from: 10, to: 30 });
    expect(barOf(task('a'), 50)).toBeUndefined();
  });

  it('are their start alone where nobody saw the end', () => {
    expect(barOf({ ...task('a', 10), phase: 'unknown' }, 50)).toEqual({ from: 10, to: 10 });
    expect(barOf({ ...task('a', 10, 30), phase: 'unknown' }, 50)).toEqual({ from: 10, to: 30 });
  });

  it('never end before they begin, however clocks differ', () => {
    expect(barOf(task('a', 60), 50)).toEqual({ from: 60, to: 60 });
  });

  it('span from the first start to the last end', () => {
    const tasks = [task('a', 5_000, 9_000), task('b', 2_000, 4_000), task('c')];
    expect(spanOfTasks(tasks, 99_000)).toEqual({ from: 2_000, to: 9_000 });
    expect(spanOfTasks([task('c')], 99_000)).toBeUndefined();
  });

  it('are in the order of their start, those without one last', () => {
    const sorted = byStart([task('c'), task('b', 2), task('d'), task('a', 1)]);
    expect(sorted.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd']);
  });
});
