import { dataTime } from './dataTime';

describe('dataTime', () => {
  it.each([
    ['now while a watch is open, however quiet', { phase: 'live', asOf: 40_000 }, 100_000],
    [
      'the last word of a watch that has been silent for too long',
      { phase: 'live', asOf: 9_000 },
      9_000,
    ],
    [
      'the last word while the connection is being retried',
      { phase: 'backoff', asOf: 99_000 },
      99_000,
    ],
    ['never later than now', { phase: 'listing', asOf: 200_000 }, 100_000],
  ] as const)('is %s', (_title, status, expected) => {
    expect(dataTime(status, 100_000)).toBe(expected);
  });
});
