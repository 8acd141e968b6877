import fc from 'fast-check';
import { ApiFailure } from './ApiFailure';
import { LineSplitter } from './LineSplitter';

it('gives the same lines wherever the bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme' })),
      fc.integer({ min: 1, max: 9 }),
      (texts, size) => {
        const lines = texts.map(text => text.replaceAll('\n', ' '));
        const bytes = new TextEncoder().encode(lines.map(line => `${line}\n`).join(''));
        const splitter = new LineSplitter(10_000);
        const found: string[] = [];
        for (let at = 0; at < bytes.length; at += size) {
          found.push(...splitter.push(bytes.subarray(at, at + size)));
        }
        expect(found).toEqual(lines.filter(line => line !== ''));
        expect(splitter.rest()).toBe('');
      },
    ),
  );
});

it('keeps half a line apart', () => {
  const splitter = new LineSplitter(100);
  expect(splitter.push(Buffer.from('one\ntw'))).toEqual(['one']);
  expect(splitter.rest()).toBe('tw');
});

it('refuses a line beyond its bound, in one chunk or in many', () => {
  const splitter = new LineSplitter(10);
  splitter.push(Buffer.from('12345678'));
  expect(() => splitter.push(Buffer.from('90ab'))).toThrow(ApiFailure);
});
