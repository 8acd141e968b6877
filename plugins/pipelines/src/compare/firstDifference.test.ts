import { firstDifference } from './firstDifference';

it.each([
  ['nothing at all', [], []],
  ['the same', ['a', 'b'], ['a', 'b']],
  ['other times', ['2026-03-01T10:00:00Z ok'], ['2026-03-02T11:22:33.5+02:00 ok']],
  ['other durations', ['PASS in 3.2s'], ['PASS in 41 ms']],
  ['another commit', ['HEAD is now at 4f2a9c1d7b'], ['HEAD is now at aabbccddee']],
  ['other colours', ['\u001b[32mok\u001b[0m'], ['ok']],
])('is none for logs that say %s', (_, a, b) => {
  expect(firstDifference(a, b)).toBeUndefined();
});

it('is the first line that says something else, with what comes before and after', () => {
  const same = ['1 start', '2 fetch', '3 build', '4 link'];
  const difference = firstDifference([...same, 'ok', 'done'], [...same, 'FAIL cart', 'exit 1']);
  expect(difference).toEqual({
    line: 5,
    before: ['2 fetch', '3 build', '4 link'],
    a: ['ok', 'done'],
    b: ['FAIL cart', 'exit 1'],
  });
});

it.each([
  ['the later', ['a'], ['a', 'b'], { line: 2, before: ['a'], a: [], b: ['b'] }],
  ['the earlier', ['a', 'b'], ['a'], { line: 2, before: ['a'], a: ['b'], b: [] }],
])('is where the shorter ends when %s goes on', (_, a, b, difference) => {
  expect(firstDifference(a, b)).toEqual(difference);
});

it('shows a piece of what follows, however long the logs are', () => {
  const many = (word: string) => Array.from({ length: 5000 }, () => word);
  expect(firstDifference(many('x'), many('y'))?.b).toHaveLength(8);
});
