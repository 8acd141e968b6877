import fc from 'fast-check';
import { ApiFailure } from './ApiFailure';
import { ListParser } from './ListParser';

const encoder = new TextEncoder();

function parse(text: string, chunkSize = 4096, options = { maxHeld: 64 * 1024 * 1024 }) {
  const parser = new ListParser(options);
  const bytes = encoder.encode(text);
  const items: unknown[] = [];
  let early = 0;
  for (let at = 0; at < bytes.length; at += chunkSize) {
    items.push(...parser.push(bytes.subarray(at, at + chunkSize)));
    early = items.length;
  }
  const end = parser.end();
  items.push(...end.items);
  return { items, early, meta: end.meta };
}

const pad = 'x'.repeat(2000);
const tricky = (at: number) => ({
  metadata: { name: `pod-${at}`, annotations: { text: '},{"metadata":{"name":"no"}}],"items":[' } },
  spec: {
    volumeClaimTemplates: [
      { metadata: { name: 'a' }, note: pad },
      { metadata: { name: 'b' }, note: 'ä€😀' },
    ],
    containers: [{ name: 'c1' }, { name: 'c2' }],
  },
});

it('reads items long before the response ends, whatever stands inside them', () => {
  const list = {
    kind: 'PodList',
    apiVersion: 'v1',
    metadata: { resourceVersion: '7', continue: 'next]}' },
    items: Array.from({ length: 1000 }, (_, at) => tricky(at)),
  };
  const { items, early, meta } = parse(JSON.stringify(list));
  expect(items).toEqual(list.items);
  expect(early).toBeGreaterThan(800);
  expect(meta).toEqual({ resourceVersion: '7', continue: 'next]}' });
});

it('reads items whose only borders are inside them', () => {
  const items = Array.from({ length: 400 }, (_, at) => ({
    zone: at,
    list: [{ metadata: pad }, { metadata: 1 }, { metadata: 2 }],
  }));
  const list = { items, metadata: { resourceVersion: '7' } };
  expect(parse(JSON.stringify(list)).items).toEqual(items);
});

it.each([
  [
    'custom resources, keys by the alphabet',
    '{"apiVersion":"x/v1","items":[{"a":1}],"kind":"L","metadata":{"resourceVersion":"3"}}',
    [{ a: 1 }],
  ],
  ['an empty list', '{"kind":"L","metadata":{"resourceVersion":"3"},"items":[]}', []],
  ['a null list', '{"kind":"L","metadata":{"resourceVersion":"3"},"items":null}', []],
  ['an absent list', '{"kind":"L","metadata":{"resourceVersion":"3"}}', []],
  [
    'an indented list',
    '{ "kind": "L", "metadata": { "resourceVersion": "3" }, "items": [ { "a": 1 } ] }',
    [{ a: 1 }],
  ],
])('reads %s', (_, text, items) => {
  expect(parse(text, 1)).toMatchObject({
    items,
    meta: { resourceVersion: '3', continue: undefined },
  });
});

it.each([
  ['nothing', ''],
  ['half a list', '{"kind":"L","metadata":{"resourceVersion":"3"},"items":[{"a":1},{"b"'],
  ['a list without its end', '{"kind":"L","metadata":{"resourceVersion":"3"},"items":[{"a":1}]'],
  ['broken items', '{"kind":"L","metadata":{},"items":[{"a":}]}'],
  ['something else', '[1,2]'],
  ['an object that is no list', '{"kind":"Pod"}'],
])('refuses %s', (_, text) => {
  expect(() => parse(text)).toThrow(ApiFailure);
});

it('does not hold more than its bound', () => {
  const list = { metadata: {}, items: [{ text: 'x'.repeat(2_000_000) }] };
  expect(() => parse(JSON.stringify(list), 65_536, { maxHeld: 1_000_000 })).toThrow(
    /larger than 1000000/,
  );
});

it('reads what JSON.parse reads, wherever the response is cut', () => {
  const item = fc.dictionary(
    fc.constantFrom('metadata', 'kind', 'apiVersion', 'items', 'x'),
    fc.oneof(
      fc.jsonValue(),
      fc.constant('},{"metadata":{'),
      fc.constant([{ metadata: {} }, { metadata: [] }]),
    ),
  );
  fc.assert(
    fc.property(
      fc.array(item, { maxLength: 20 }),
      fc.integer({ min: 1, max: 50 }),
      (items, cut) => {
        const text = JSON.stringify({ metadata: { resourceVersion: '1' }, items });
        const options = { maxHeld: 1e9, piece: cut };
        expect(parse(text, cut, options).items).toEqual(JSON.parse(text).items);
      },
    ),
    { numRuns: 500 },
  );
});
