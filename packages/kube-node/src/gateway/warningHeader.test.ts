import { warningsOf } from './warningHeader';

const parse = (warning?: string | string[]) =>
  warningsOf({ status: 200, headers: { warning }, body: (async function* none() {})() });

describe('Warning headers', () => {
  it.each<[string, string | string[] | undefined, string[]]>([
    ['no header', undefined, []],
    ['one', '299 - "v1 Endpoints is deprecated"', ['v1 Endpoints is deprecated']],
    ['several lines', ['299 - "a"', '299 - "b"'], ['a', 'b']],
    ['several in one line', '299 - "a", 299 kube "b, c",299 - "d"', ['a', 'b, c', 'd']],
    ['the same twice', ['299 - "a"', '299 - "a"'], ['a']],
    ['escapes', String.raw`299 - "say \"hi\" to C:\\pods"`, [String.raw`say "hi" to C:\pods`]],
    ['a date', '299 - "a" "Wed, 21 Oct 2026 07:28:00 GMT", 299 - "b"', ['a', 'b']],
    ['other codes', '199 - "cache", 299 - "a"', ['a']],
    ['control characters', '299 - "a\u0007\tb"', ['a b']],
    ['an empty text', '299 - ""', []],
    ['an open quote', ['299 - "a', '299 - "b"'], ['b']],
    ['something else', 'would violate PodSecurity', []],
    ['rubbish after a good one', '299 - "a", and so on', ['a']],
  ])('with %s', (_, header, texts) => {
    expect(parse(header)).toEqual(texts);
  });

  it('are bounded in number and length, and parsed in linear time', () => {
    const many = Array.from({ length: 500 }, (_, index) => `299 - "${index} ${'x'.repeat(5_000)}"`);
    const texts = parse(many);
    expect(texts).toHaveLength(100);
    expect(Math.max(...texts.map(text => text.length))).toBe(1_000);
    const started = performance.now();
    for (const evil of ['\\', '"', ' ', ', ', '299 - "', '299 - "a" ']) parse(evil.repeat(60_000));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
