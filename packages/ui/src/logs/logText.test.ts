import { formatLines, matches, plainText, sourceColour, splitMatches } from './logText';

const line = (text: string, number = 1) => ({ number, source: 'api/web', at: 0, text });

it('plainText takes colours and cursor movements out', () => {
  expect(plainText('\u001b[1;31mred\u001b[0m \u001b[2Kdone')).toBe('red done');
});

it.each([
  [{ timestamps: true, sources: true }, '1970-01-01T00:00:00.000Z api/web red\n'],
  [{ timestamps: false, sources: false }, 'red\n'],
])('formatLines with %j', (options, text) => {
  expect(formatLines([line('\u001b[31mred\u001b[0m')], options)).toBe(text);
});

it.each([
  ['ok', false],
  ['Time\u001b[31mout\u001b[0m', true],
  ['TIMEOUT', true],
])('matches looks through colours and at any case: %s', (text, expected) => {
  expect(matches(line(text), 'timeout')).toBe(expected);
  expect(matches(line(text), '')).toBe(false);
});

it.each([
  ['a.b.a', 'A', ['', 'a', '.b.', 'a', '']],
  ['none', 'x', ['none']],
  ['text', '', ['text']],
  ['aaa', 'aa', ['', 'aa', 'a']],
  ['İstanbul', 'bul', ['İstanbul']],
])('splitMatches of %s by %s', (text, search, parts) => {
  expect(splitMatches(text, search)).toEqual(parts);
  expect(splitMatches(text, search).join('')).toBe(text);
});

it('a source keeps its colour', () => {
  expect(sourceColour('api-7d9f/web', 8)).toBe(sourceColour('api-7d9f/web', 8));
  const colours = Array.from({ length: 40 }, (_, i) => sourceColour(`api-${i}/web`, 8));
  expect(new Set(colours).size).toBeGreaterThan(4);
});
