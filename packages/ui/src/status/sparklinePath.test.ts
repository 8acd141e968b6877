import { sparklinePath } from './sparklinePath';

const SIZE = { width: 100, height: 10 };

describe('sparklinePath', () => {
  it.each([
    ['nothing', [], ''],
    ['one value', [5], 'M0.0 0.0'],
    ['a rise from zero', [0, 10], 'M0.0 10.0L100.0 0.0'],
    ['a flat zero line at the bottom', [0, 0, 0], 'M0.0 10.0L50.0 10.0L100.0 10.0'],
    ['a break where a value is missing', [10, NaN, 10], 'M0.0 0.0M100.0 0.0'],
    ['values below zero', [-10, 10], 'M0.0 10.0L100.0 0.0'],
  ])('draws %s', (_, values, path) => {
    expect(sparklinePath(values, SIZE)).toBe(path);
  });
});
