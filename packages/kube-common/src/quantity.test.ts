import fc from 'fast-check';
import { formatBytes, formatCores, formatCoresCell, parseQuantity } from './quantity';

describe('parseQuantity', () => {
  it.each([
    ['0', 0],
    ['100m', 0.1],
    ['1', 1],
    ['1.5', 1.5],
    ['.5', 0.5],
    ['5.', 5],
    ['+2', 2],
    ['-1Ki', -1024],
    ['1Ki', 1024],
    ['1.5Gi', 1.5 * 2 ** 30],
    ['2Ei', 2 ** 61],
    ['1k', 1000],
    ['1E', 1e18],
    ['1E3', 1000],
    ['1e3', 1000],
    ['1e-3', 0.001],
    ['12e+2', 1200],
    ['3n', 3e-9],
    ['7u', 7e-6],
    [4, 4],
  ])('reads %j as %d', (text, value) => {
    expect(parseQuantity(text)).toBe(value);
  });

  it.each([
    '',
    ' 1',
    '1 ',
    'm',
    '.',
    '1K',
    '1KI',
    '1ki',
    '1e',
    '1mi',
    '1e1.5',
    '0x10',
    'NaN',
    '1Gib',
  ])('refuses %j', text => expect(parseQuantity(text)).toBeUndefined());

  it.each([null, undefined, {}, NaN, Infinity])('refuses %p', value => {
    expect(parseQuantity(value)).toBeUndefined();
  });

  it('keeps the order of amounts, whatever the suffix', () => {
    const milli = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(milli, milli, (a, b) => {
        const inMillis = parseQuantity(`${a}m`) ?? NaN;
        const inCores = parseQuantity(String(b / 1000)) ?? NaN;
        expect(Math.sign(inMillis - inCores)).toBe(Math.sign(a - b));
      }),
    );
  });
});

describe('formatCoresCell', () => {
  it.each([
    [0, '0'],
    [0.25, '250m'],
    [1, '1'],
    [1.5, '1.5'],
    [47.92, '47.9'],
    [191.04, '191'],
  ])('writes %d as %s', (cores, text) => expect(formatCoresCell(cores)).toBe(text));
});

describe('formatCores', () => {
  it.each([
    [0.25, '250m'],
    [2, '2'],
    [1.5, '1500m'],
    [0, '0'],
    [0.1 + 0.2, '300m'],
    [0.0001, '1m'],
  ])('writes %d as %s', (cores, text) => expect(formatCores(cores)).toBe(text));

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10_000_000 }), millis => {
        expect(parseQuantity(formatCores(millis / 1000))).toBe(millis / 1000);
      }),
    );
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0'],
    [900, '900'],
    [1024, '1Ki'],
    [1.5 * 2 ** 30, '1.5Gi'],
    [2 ** 29, '512Mi'],
  ])('writes %d as %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));
});
