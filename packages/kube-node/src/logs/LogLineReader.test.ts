import fc from 'fast-check';
import { LogLineReader, MAX_LINE } from './LogLineReader';

function readAll(text: string, cuts: readonly number[]) {
  const bytes = new TextEncoder().encode(text);
  const reader = new LogLineReader();
  const at = [...new Set(cuts.map(cut => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const ends = [...at, bytes.length];
  const lines = ends.flatMap((end, index) =>
    reader.push(bytes.subarray(index === 0 ? 0 : ends[index - 1], end)),
  );
  return [...lines, ...reader.end()].map(line => line.text);
}

describe('LogLineReader', () => {
  it('reads the same lines wherever the bytes are cut', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc
            .string({ unit: 'grapheme', maxLength: 20 })
            .filter(text => !/[\r\n]/.test(text) && !/^\d{4}-/.test(text)),
        ),
        fc.array(fc.nat()),
        (lines, cuts) => {
          expect(readAll(lines.map(line => `${line}\n`).join(''), cuts)).toEqual(lines);
        },
      ),
    );
  });

  it('compares stamps as text whatever their digits', () => {
    const stamps = new LogLineReader().push(
      new TextEncoder().encode(
        '2026-01-01T00:00:01Z a\n2026-01-01T00:00:01.5Z b\n2026-01-01T00:00:01.500000001Z c\n2026-01-01T02:00:02+02:00 d\nno stamp\n',
      ),
    );
    expect(stamps.map(line => line.stamp)).toEqual([
      '2026-01-01T00:00:01.000000000Z',
      '2026-01-01T00:00:01.500000000Z',
      '2026-01-01T00:00:01.500000001Z',
      '2026-01-01T00:00:02.000000000Z',
      undefined,
    ]);
    expect(stamps[4]?.text).toBe('no stamp');
  });

  it('cuts a line without end instead of keeping it', () => {
    const lines = readAll(`${'x'.repeat(MAX_LINE * 3)}\nnext\n`, [MAX_LINE + 10, MAX_LINE * 2]);
    expect(lines.map(line => line.length)).toEqual([MAX_LINE, 4]);
  });
});
