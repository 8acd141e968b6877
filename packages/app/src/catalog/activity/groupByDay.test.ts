import { groupByDay } from './groupByDay';

const item = (at: Date) => ({
  key: at.toISOString(),
  at: at.getTime(),
  kind: 'run' as const,
  health: 'ok' as const,
  title: 'a run',
});

it('puts what happened on one day under it, in the order given', () => {
  const days = groupByDay([
    item(new Date(2026, 2, 2, 23, 59)),
    item(new Date(2026, 2, 2, 0, 0)),
    item(new Date(2026, 2, 1, 23, 59)),
  ]);
  expect(days.map(({ start, items }) => [start, items.length])).toEqual([
    [new Date(2026, 2, 2).getTime(), 2],
    [new Date(2026, 2, 1).getTime(), 1],
  ]);
});
