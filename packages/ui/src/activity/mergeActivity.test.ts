import type { ActivityFinds } from './ActivitySourceBlueprint';
import { mergeActivity } from './mergeActivity';

const finds = (at: readonly number[], rest: Partial<ActivityFinds> = {}): ActivityFinds => ({
  state: 'ready',
  gaps: [],
  items: at.map(time => ({
    key: `${rest.more === undefined ? 'a' : 'b'}${time}`,
    at: time,
    kind: 'run' as const,
    health: 'ok' as const,
    title: String(time),
  })),
  ...rest,
});

const timesOf = (sources: readonly ActivityFinds[]) =>
  mergeActivity(sources).items.map(({ at }) => at);

describe('mergeActivity', () => {
  it('puts what all sources know in one order, newest first', () => {
    expect(timesOf([finds([9, 4]), finds([7, 5])])).toEqual([9, 7, 5, 4]);
  });

  it('ends where the first source that has more to tell ends, and asks that one', () => {
    const more = jest.fn();
    const other = jest.fn();
    const merged = mergeActivity([
      finds([9, 2, 1]),
      finds([8, 6], { more }),
      finds([5, 3], { more: other }),
    ]);
    expect(merged.items.map(({ at }) => at)).toEqual([9, 8, 6]);
    merged.more?.();
    expect(more).toHaveBeenCalledTimes(1);
    expect(other).not.toHaveBeenCalled();
  });

  it('goes to its end where no source has more', () => {
    expect(mergeActivity([finds([2]), finds([1])]).more).toBeUndefined();
  });

  it('shows once what two sources tell, as the first of them says it', () => {
    const first = finds([5]);
    const items = first.items.map(item => ({ ...item, title: 'the same' }));
    const second = { ...first, items };
    expect(mergeActivity([first, second]).items.map(({ title }) => title)).toEqual(['5']);
  });
});
