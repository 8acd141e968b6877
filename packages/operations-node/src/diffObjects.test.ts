import type { KubeObject } from '@kubemate/kube-common';
import fc from 'fast-check';
import { basisOf, diffObjects } from './diffObjects';

const served = { uid: 'u', resourceVersion: '1', creationTimestamp: 'now' };
const target = { kind: 'Deployment', name: 'api' };

function object(spec: unknown, extra: Partial<KubeObject> = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { ...served, name: 'api' },
    spec,
    ...extra,
  };
}

function changesOf(before: unknown, after: unknown) {
  return diffObjects(target, { before: object(before), after: object(after) }).changes;
}

/** Every leaf with its path; lists by position, so only for objects without lists. */
function leaves(value: unknown, path: readonly string[] = []): Map<string, string> {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    return new Map(
      Object.entries(value).flatMap(([key, child]) => [...leaves(child, [...path, key])]),
    );
  return new Map([[JSON.stringify(path), JSON.stringify(value)]]);
}

const key = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'constructor',
    'toString',
    '__proto__',
    'hasOwnProperty',
    'x/y',
    'a"b',
    '',
  ),
  fc.string({ maxLength: 5 }),
);
const leaf = fc.oneof(fc.integer(), fc.string({ maxLength: 8 }), fc.boolean(), fc.constant(null));
const tree = fc.letrec(tie => ({
  node: fc.oneof({ maxDepth: 4 }, leaf, fc.dictionary(key, tie('node'), { maxKeys: 4 })),
})).node;

describe('diffObjects', () => {
  it('lists a change at or above every leaf that differs, and none where none does', () => {
    fc.assert(
      fc.property(tree, tree, (before, after) => {
        const changed = diffObjects(target, {
          before: object({ before }),
          after: object({ before: after }),
        });
        const [old, young] = [leaves({ before }), leaves({ before: after })];
        const differing = [...new Set([...old.keys(), ...young.keys()])].filter(
          path => old.get(path) !== young.get(path),
        );
        expect(changed.changes.length > 0).toBe(differing.length > 0);
        // An object that has become empty is told by what it has lost.
        const filled = differing.filter(path => ![old, young].some(all => all.get(path) === '{}'));
        for (const path of filled) {
          const [, ...steps]: string[] = JSON.parse(path);
          const above = steps.map((_, count) =>
            pathOf(['spec', 'before', ...steps.slice(0, count + 1)]),
          );
          const listed = ['spec.before', ...above];
          expect(changed.changes.some(change => listed.includes(change.path))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives each value before and after', () => {
    fc.assert(
      fc.property(leaf, leaf, (before, after) => {
        const expected =
          JSON.stringify(before) === JSON.stringify(after)
            ? []
            : [{ path: 'spec.field', before, after }];
        expect(changesOf({ field: before }, { field: after })).toEqual(expected);
      }),
    );
  });

  it('does not take what every object has for a field of its own', () => {
    const named = JSON.parse('{"constructor": "x", "__proto__": "y"}');
    expect(changesOf({}, named)).toEqual(
      [
        { path: 'spec.constructor', after: 'x' },
        { path: 'spec.__proto__', after: 'y' },
      ].sort((left, right) => (left.path < right.path ? -1 : 1)),
    );
  });

  it.each([
    [
      'adds',
      [],
      [{ name: 'app', image: 'a' }],
      [{ path: 'spec.list[app]', after: { image: 'a', name: 'app' } }],
    ],
    ['removes', [{ name: 'app' }], [], [{ path: 'spec.list[app]', before: { name: 'app' } }]],
    [
      'changes',
      [{ name: 'app', image: 'a' }, { name: 'log' }],
      [{ name: 'init' }, { name: 'app', image: 'b' }, { name: 'log' }],
      [
        { path: 'spec.list[app].image', before: 'a', after: 'b' },
        { path: 'spec.list[init]', after: { name: 'init' } },
      ],
    ],
    [
      'reorders',
      [{ name: 'A' }, { name: 'B' }],
      [{ name: 'B' }, { name: 'A' }],
      [{ path: 'spec.list[order]', before: ['A', 'B'], after: ['B', 'A'] }],
    ],
  ])('matches items of a named list by name: %s', (_, before, after, expected) => {
    expect(changesOf({ list: before }, { list: after })).toEqual(expected);
  });

  it('matches items without names, or with one twice, by position', () => {
    expect(changesOf({ list: [1, 2] }, { list: [1, 3] })).toEqual([
      { path: 'spec.list[1]', before: 2, after: 3 },
    ]);
    const twice = (port: number) => [
      { name: 'a', port: 1 },
      { name: 'a', port },
    ];
    expect(changesOf({ list: twice(1) }, { list: twice(2) })).toEqual([
      { path: 'spec.list[1].port', before: 1, after: 2 },
    ]);
  });

  it('is bounded, and still tells apart what it leaves out', () => {
    const many = (last: number) =>
      Object.fromEntries(
        Array.from({ length: 1_000 }, (_, at) => [`f${at}`, at === 999 ? last : at]),
      );
    const none = Object.fromEntries(Object.keys(many(0)).map(name => [name, -1]));
    const first = diffObjects(target, { before: object(many(7)), after: object(none) });
    const second = diffObjects(target, { before: object(many(8)), after: object(none) });
    expect(first.changes).toHaveLength(201);
    expect(first.changes.at(-1)).toMatchObject({
      path: '…',
      before: expect.stringMatching(/^800 more/),
    });
    expect(basisOf([first])).not.toBe(basisOf([second]));
    const long = 'x'.repeat(500_000);
    const [cut, other] = [changesOf({ a: `${long}1` }, {}), changesOf({ a: `${long}2` }, {})];
    expect(String(cut[0]?.before).length).toBeLessThan(2_200);
    expect(cut[0]?.before).not.toEqual(other[0]?.before);
    const yaml = diffObjects(target, { before: object({ a: long }), after: object({}) }).before;
    expect(yaml?.length).toBeLessThan(257 * 1024);
    expect(yaml).toMatch(/# cut off here/);
  });

  it('leaves out what the API server keeps for itself, and sorts keys', () => {
    const before = object({ b: 1, a: 1 }, {
      status: { ready: 1 },
      metadata: {
        name: 'api',
        resourceVersion: '1',
        uid: 'u',
        generation: 1,
        creationTimestamp: 'now',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
      },
    } as Partial<KubeObject>);
    const after = object({ a: 1, b: 1 });
    const diff = diffObjects(target, { before, after });
    expect(diff.changes).toEqual([]);
    expect(diff.before).toBe(diff.after);
    expect(diff.before).toBe(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  a: 1\n  b: 1\n',
    );
  });

  it('has no value of a Secret, wherever it comes from', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z0-9]{6,40}$/), fc.boolean(), (value, created) => {
        const secret: KubeObject = {
          apiVersion: 'v1',
          kind: 'Secret',
          metadata: {
            ...served,
            name: 's',
            annotations: { 'example.com/last-applied-configuration': value },
          },
          data: { password: Buffer.from(value).toString('base64') },
          stringData: { token: value },
        };
        const other: KubeObject = { ...secret, stringData: { token: `${value}!` } };
        const diff = diffObjects(
          { kind: 'Secret', name: 's' },
          created ? { after: secret } : { before: secret, after: other },
        );
        const text = JSON.stringify(diff);
        expect(text).not.toContain(value);
        expect(text).not.toContain(Buffer.from(value).toString('base64'));
        const sizes = [`${value.length} bytes`, `${value.length + 1} bytes`];
        const changed = { path: 'stringData.token', before: sizes[0], after: sizes[1] };
        expect(diff.changes).toEqual(created ? [] : [changed]);
      }),
    );
  });
});

describe('basisOf', () => {
  const basis = (before: KubeObject | undefined, after: KubeObject | undefined) =>
    basisOf([diffObjects(target, { before, after })]);

  it('stands for the values before of what would change, not for other fields nor for what comes after', () => {
    const first = basis(object({ replicas: 1, image: 'a' }), object({ replicas: 2, image: 'a' }));
    expect(basis(object({ replicas: 1, image: 'b' }), object({ replicas: 2, image: 'b' }))).toBe(
      first,
    );
    expect(
      basis(object({ replicas: 3, image: 'a' }), object({ replicas: 2, image: 'a' })),
    ).not.toBe(first);
  });

  it('stands for all of what would be removed', () => {
    const first = basis(object({ replicas: 1 }), undefined);
    expect(basis(object({ replicas: 2 }), undefined)).not.toBe(first);
    expect(basis(object({ replicas: 1 }), undefined)).toBe(first);
  });

  it('tells making, changing and removing apart', () => {
    const one = object({});
    expect(new Set([basis(undefined, one), basis(one, one), basis(one, undefined)]).size).toBe(3);
  });
});

function pathOf(steps: readonly string[]): string {
  return steps.reduce(
    (path, step) =>
      /^[\w-]+$/.test(step)
        ? path === ''
          ? step
          : `${path}.${step}`
        : `${path}[${JSON.stringify(step)}]`,
    '',
  );
}
