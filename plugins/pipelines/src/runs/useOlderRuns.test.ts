import { run } from '../__testUtils__/runs';
import { leftEnd } from './useOlderRuns';

const page = (uids: string) => [...uids].map(uid => run({ uid }));

it.each([
  ['nothing while nothing moves', 'abc', 'abc', ''],
  ['what a new run pushes out', 'abc', 'nab', 'c'],
  ['what several push out', 'abcd', 'xyab', 'cd'],
  ['nothing for one that was deleted', 'abc', 'acd', ''],
  ['nothing for a page of others', 'abc', 'xyz', ''],
])('holds %s', (_, before, now, held) => {
  expect(
    leftEnd(page(before), page(now))
      .map(({ uid }) => uid)
      .join(''),
  ).toBe(held);
});
