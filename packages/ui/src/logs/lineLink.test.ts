import { findLinkedLine, formatLineLink, parseLineLink } from './lineLink';

const at = Date.parse('2026-01-05T10:00:00.250Z');
const lines = [
  { number: 1, source: 'api-1/web', at, text: 'first' },
  { number: 2, source: 'api-2/web', at, text: 'of another pod' },
  { number: 3, source: 'api-1/web', at, text: 'second' },
  { number: 4, source: 'api-1/web', text: 'without a time' },
];

it.each([
  [0, 'api-1/web@2026-01-05T10:00:00.250Z'],
  [1, 'api-2/web@2026-01-05T10:00:00.250Z'],
  [2, 'api-1/web@2026-01-05T10:00:00.250Z+1'],
])('line %i is named %s and found again under other numbers', (index, link) => {
  const line = lines[index];
  if (line === undefined) throw new Error('no such line');
  expect(formatLineLink(lines, line)).toBe(link);
  const later = lines.map(other => ({ ...other, number: other.number + 70 }));
  expect(findLinkedLine(later, link)).toEqual({ ...line, number: line.number + 70 });
});

it('has no link for a line without a time', () => {
  const [, , , timeless] = lines;
  if (timeless === undefined) throw new Error('no such line');
  expect(formatLineLink(lines, timeless)).toBeUndefined();
});

it.each(['', 'api-1/web', 'api-1/web@yesterday', '@2026-01-05T10:00:00.250Z'])(
  '%p is no link',
  link => {
    expect(parseLineLink(link)).toBeUndefined();
    expect(findLinkedLine(lines, link)).toBeUndefined();
  },
);
