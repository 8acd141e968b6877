import { isError } from '@backstage/errors';
import fc from 'fast-check';
import { parseManifest } from './parseManifest';

const CASES = 18_000;
/** Nothing that a person waits for. */
const SLOW_MS = 2_000;

jest.setTimeout(300_000);

const GOOD = `apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  labels: {app: web}
data:
  text: |
    one
    two
`;
const pieces = fc.constantFrom(
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '!!js/function x',
    '!!binary aGk=',
    '? ',
    '- ',
    ': ',
    '#',
    '\t',
    '---\n',
  ],
  ...['...\n', '%YAML 1.1\n', '{', '}', '[', ']', '"', "'", '|', '>', '\u0000', '\ufeff', '\r'],
  ...['__proto__:', 'constructor:', 'metadata:', 'name: ', '0x1F', '.inf', '~', '2026-01-01', '\\'],
  ...['a: &x [*x]\n', '[[[[[[[[', '{a: {a: {a: {a: ', '\n  ', '\n', '🙂', 'status: {a: b}\n'],
);
const noise = fc.oneof(pieces, fc.string({ unit: 'binary', maxLength: 8 }));

/** A good document that was cut, doubled and written into; or nothing of the kind. */
const texts = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(
        fc.tuple(fc.integer({ min: 0, max: GOOD.length }), fc.integer({ min: 0, max: 9 }), noise),
        {
          maxLength: 4,
        },
      )
      .map(edits =>
        edits.reduce(
          (text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut),
          GOOD,
        ),
      ),
  },
  fc.array(noise, { maxLength: 12 }).map(parts => parts.join('')),
  fc.jsonValue({ maxDepth: 3 }).map(value => JSON.stringify(value)),
);

it(`reads a manifest or says what is wrong with it: ${CASES} texts`, () => {
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  let accepted = 0;
  fc.assert(
    fc.property(texts, text => {
      const start = performance.now();
      const outcome = outcomeOf(text);
      accepted += outcome.name === 'accepted' ? 1 : 0;
      expect(outcome).toEqual({
        name: expect.stringMatching(/^(accepted|InputError)$/),
        message: expect.stringMatching(/^(\[".+" ".+" ".+"\]|Invalid field "manifest": \S.*)/s),
      });
      expect(performance.now() - start).toBeLessThan(SLOW_MS);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }),
    { numRuns: CASES, endOnFailure: true },
  );
  expect(accepted).toBeGreaterThan(CASES / 100);
  expect(CASES - accepted).toBeGreaterThan(CASES / 10);
  // A manifest may hold a Secret's values: no part of it may get into the log.
  expect(warned).not.toHaveBeenCalled();
});

function outcomeOf(text: string): { name: string; message: string } {
  try {
    const { apiVersion, kind, metadata } = parseManifest(text);
    return {
      name: 'accepted',
      message: JSON.stringify([apiVersion, kind, metadata.name]).replaceAll(',', ' '),
    };
  } catch (error) {
    return isError(error)
      ? { name: error.name, message: error.message }
      : { name: 'none', message: '' };
  }
}
