import { LineFilter, placeAfter, placeOf } from './LineFilter';

const line = (number: number) => ({ number, source: 'api/web', text: `line ${number}` });
const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => line(from + at));
const numbers = (found: readonly { number: number }[]) => found.map(({ number }) => number);

describe('LineFilter', () => {
  it('tests each line once while the log grows and drops its oldest', () => {
    const tested: number[] = [];
    const filter = new LineFilter(({ number }) => {
      tested.push(number);
      return number % 3 === 0;
    });
    expect(numbers(filter.apply(lines(1, 6)))).toEqual([3, 6]);
    expect(numbers(filter.apply(lines(4, 9)))).toEqual([6, 9]);
    expect(numbers(filter.apply(lines(7, 12)))).toEqual([9, 12]);
    expect(tested).toEqual(numbers(lines(1, 12)));
  });

  it('gives the same array while nothing that passes came or went', () => {
    const filter = new LineFilter(({ number }) => number === 2);
    const before = filter.apply(lines(1, 3));
    expect(filter.apply(lines(1, 5))).toBe(before);
    expect(filter.apply(lines(3, 6))).toEqual([]);
  });

  it('starts anew with a log that was cleared', () => {
    const filter = new LineFilter(() => true);
    filter.apply(lines(1, 9));
    expect(numbers(filter.apply(lines(1, 2)))).toEqual([1, 2]);
    expect(filter.apply([])).toEqual([]);
  });
});

it.each([
  [0, 0, undefined],
  [4, 0, undefined],
  [5, 1, 0],
  [7, 2, undefined],
  [9, 3, 2],
  [20, 3, undefined],
])('finds line %i by halves', (number, after, place) => {
  const some = [5, 6, 9].map(line);
  expect(placeAfter(some, number)).toBe(after);
  expect(placeOf(some, number)).toBe(place);
});
