import { nextTime, parseCron } from './cronSchedule';

function next(schedule: string, after: string, timeZone?: string): string | undefined {
  const time = nextTime(parseCron(schedule), Date.parse(after), timeZone);
  return time === undefined ? undefined : new Date(time).toISOString();
}

describe('cron schedules', () => {
  it.each([
    ['*/5 * * * *', '2026-09-01T12:01:30Z', '2026-09-01T12:05:00.000Z'],
    ['*/5 * * * *', '2026-09-01T12:05:00Z', '2026-09-01T12:10:00.000Z'],
    ['30 2 * * *', '2026-09-01T12:00:00Z', '2026-09-02T02:30:00.000Z'],
    ['0 0 1 1 *', '2026-09-01T12:00:00Z', '2027-01-01T00:00:00.000Z'],
    ['0 9-17/4 * * mon-fri', '2026-09-04T17:30:00Z', '2026-09-07T09:00:00.000Z'],
    ['0 0 29 feb *', '2026-09-01T12:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 0 * * 7', '2026-09-01T12:00:00Z', '2026-09-06T00:00:00.000Z'],
    ['@hourly', '2026-09-01T12:00:00Z', '2026-09-01T13:00:00.000Z'],
    // Day of month and weekday both given: either will do.
    ['0 0 13 * fri', '2026-09-01T12:00:00Z', '2026-09-04T00:00:00.000Z'],
    ['59 23 31 * *', '2026-09-01T12:00:00Z', '2026-10-31T23:59:00.000Z'],
  ])('%s after %s comes at %s', (schedule, after, expected) => {
    expect(next(schedule, after)).toBe(expected);
  });

  it.each([
    ['30 2 * * *', '2026-09-01T12:00:00Z', 'Europe/Berlin', '2026-09-02T00:30:00.000Z'],
    ['0 9 * * *', '2026-01-15T12:00:00Z', 'America/New_York', '2026-01-15T14:00:00.000Z'],
    ['15 5 * * *', '2026-09-01T00:00:00Z', 'Asia/Kathmandu', '2026-09-01T23:30:00.000Z'],
  ])('%s after %s in %3$s', (schedule, after, zone, expected) => {
    expect(next(schedule, after, zone)).toBe(expected);
  });

  it('never comes for a day that does not exist', () => {
    expect(next('0 0 31 feb *', '2026-09-01T00:00:00Z')).toBeUndefined();
  });

  it.each(['* * * *', '60 * * * *', '* * * * mon-xyz', '*/0 * * * *', '', '5-1 * * * *'])(
    'refuses %j',
    schedule => {
      expect(() => parseCron(schedule)).toThrow(SyntaxError);
    },
  );
});
