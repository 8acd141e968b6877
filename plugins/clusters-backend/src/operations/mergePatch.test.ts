import fc from 'fast-check';
import { applyMergePatch, changedSince, mergePatchBetween, threeWayPatch } from './mergePatch';

// A merge patch cannot say null or undefined as a value.
const { json } = fc.letrec(tie => ({
  json: fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.array(fc.string(), { maxLength: 3 }),
    tie('json'),
  ),
}));
const object = json as fc.Arbitrary<Record<string, unknown>>;

describe('mergePatchBetween', () => {
  it('turns any object into any other, and back', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        const patch = mergePatchBetween(before, after);
        const patched = applyMergePatch(before, patch);
        expect(patched).toEqual(after);
        expect(applyMergePatch(patched, mergePatchBetween(after, before))).toEqual(before);
        expect(changedSince(patched, patch)).toEqual([]);
      }),
    );
  });

  it('says nothing of what stays, and gives lists whole', () => {
    const before = { spec: { replicas: 1, ports: [1, 2], kept: { a: 1 } }, gone: true };
    const after = { spec: { replicas: 2, ports: [1, 3], kept: { a: 1 } } };
    expect(mergePatchBetween(before, after)).toEqual({
      spec: { replicas: 2, ports: [1, 3] },
      gone: null,
    });
  });
});

describe('changedSince', () => {
  it('names the fields that are not as the patch wrote them', () => {
    const patch = { spec: { replicas: 2, paused: null }, metadata: { labels: { a: 'b' } } };
    const now = { spec: { replicas: 3, paused: true }, metadata: { labels: { a: 'b', c: 'd' } } };
    expect(changedSince(now, patch)).toEqual(['spec.replicas', 'spec.paused']);
  });
});

describe('threeWayPatch', () => {
  it.each([
    ['nothing where all is as it should be', { a: 1 }, { a: 1 }, { a: 1, theirs: 2 }, {}],
    ['what others changed, back', { a: 1 }, { a: 1 }, { a: 7 }, { a: 1 }],
    ['what is no longer wanted, away', { a: 1, b: 2 }, { a: 1 }, { a: 1, b: 2 }, { b: null }],
    ['nothing of what others added', {}, {}, { theirs: 2 }, {}],
    [
      'in depth',
      { spec: { a: 1, b: { c: 1 } } },
      { spec: { b: { d: 2 } } },
      { spec: { a: 1, b: { c: 1 }, theirs: 1 } },
      { spec: { a: null, b: { c: null, d: 2 } } },
    ],
    ['lists whole', { l: [1] }, { l: [2] }, { l: [1, 3] }, { l: [2] }],
    ['nothing for an empty value', {}, { a: null }, { b: 1 }, {}],
  ])('gives %s', (_, original, target, live, patch) => {
    expect(threeWayPatch({ original, target, live })).toEqual(patch);
  });
});
