import { localTime, newFreeze, readFreeze } from './freezeDraft';

const NOW = Date.parse('2026-11-26T14:05:00Z');
const whole = { ...newFreeze(NOW), environments: ['prod'], reason: 'Sale' };

it('reads a time back as it was written', () => {
  expect(Date.parse(localTime(NOW))).toBe(NOW);
});

it('is a day from now on until somebody says otherwise', () => {
  expect(readFreeze(whole, NOW)).toEqual({
    input: {
      environments: ['prod'],
      startsAt: NOW,
      endsAt: NOW + 86_400_000,
      reason: 'Sale',
    },
  });
});

it('can be for chosen components only', () => {
  const components = ['component:default/cart'];
  expect(readFreeze({ ...whole, components }, NOW)).toMatchObject({ input: { components } });
});

it.each([
  [{ environments: [] }, 'environments'],
  [{ endsAt: whole.startsAt }, 'times'],
  [{ startsAt: '' }, 'times'],
  [{ startsAt: localTime(NOW - 7_200_000), endsAt: localTime(NOW - 3_600_000) }, 'past'],
  [{ reason: ' x ' }, 'reason'],
])('lacks something with %j', (patch, problem) => {
  expect(readFreeze({ ...whole, ...patch }, NOW)).toEqual({ problem });
});
