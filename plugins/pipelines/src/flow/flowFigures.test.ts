import { flow } from '../__testUtils__/boards';
import { figureText, perDay } from './flowFigures';

const DAY = 86_400_000;

it.each([
  ['deploymentFrequency', '0.5'],
  ['leadTime', '120m'],
  ['changeFailureRate', '20%'],
  ['timeToRestore', '—'],
] as const)('%s is %s', (figure, text) => {
  expect(figureText(flow().total, figure)).toBe(text);
});

it('counts each day, and leaves out what was before', () => {
  const until = 100 * DAY;
  const since = until - 3 * DAY;
  const ended = [until - 1, until - DAY / 2, until - 2.5 * DAY, until - 4 * DAY].map(at => ({
    startedAt: at,
    finishedAt: at,
  }));
  expect(perDay(ended, { since, until })).toEqual([1, 0, 2]);
});
