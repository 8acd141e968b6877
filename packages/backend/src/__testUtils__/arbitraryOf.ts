import fc from 'fast-check';
import type { z } from 'zod';

type Def = { readonly type: string } & Readonly<Record<string, any>>;

const word = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/),
  fc.constantFrom('dev', 'shop', 'apps/v1', 'Deployment', 'true', '5', '1Gi', 'main', 'tekton'),
);
const address = fc.constantFrom('https://git.example.com/shop/cart.git', 'http://ci.example.com/');
const ref = fc.constantFrom('group:default/shop-team', 'component:default/cart', 'user:default/a');

/** What no schema should fall over: texts with meanings elsewhere, numbers at the edge, nested nothing. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom<unknown>(
    ...['__proto__', 'constructor', '\u0000', '../..', '%2e%2e/', '${7*7}', "'; drop table a; --"],
    ...['\r\nx: y', 'NaN', '-0', '9'.repeat(400), '\ud800', 'a'.repeat(70_000), ' ', ''],
    ...[null, true, -1, 0.5, 1e308, Number.MAX_SAFE_INTEGER + 2, [], {}, [[]]],
    JSON.parse('{"__proto__": {"polluted": true}}'),
    JSON.parse(`${'['.repeat(300)}${']'.repeat(300)}`),
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

/**
 * Values that mostly fit a schema: each place holds something of its type, and now and then something hostile; names of fields are left out, added and
 * misspelt.
 */
export function arbitraryOf(schema: z.core.$ZodType, depth = 0): fc.Arbitrary<unknown> {
  const fitting = fittingOf((schema as z.ZodType).def as unknown as Def, depth);
  return fc.oneof({ weight: 60, arbitrary: fitting }, hostile);
}

function fittingOf(def: Def, depth: number): fc.Arbitrary<unknown> {
  const of = (inner: z.core.$ZodType) => arbitraryOf(inner, depth + 1);
  if (depth > 8) return hostile;
  switch (def.type) {
    case 'object':
      return objectOf(def.shape, depth);
    case 'array':
      return fc.array(of(def.element), { maxLength: 4 });
    case 'record':
      return fc.dictionary(fc.oneof(word, fc.constant('__proto__')), of(def.valueType), {
        maxKeys: 3,
      });
    case 'union':
      return fc.oneof(...def.options.map(of));
    case 'enum':
      return fc.constantFrom(...Object.values(def.entries));
    case 'literal':
      return fc.constantFrom(...def.values);
    case 'string':
      return textOf(def);
    case 'number':
      return fc.oneof(
        { weight: 20, arbitrary: fc.integer({ min: 1, max: 100 }) },
        fc.integer(),
        fc.double(),
        word,
      );
    case 'boolean':
      return fc.boolean();
    case 'optional':
    case 'default':
    case 'prefault':
    case 'nullable':
    case 'readonly':
    case 'catch':
      return fc.oneof(
        { weight: 3, arbitrary: arbitraryOf(def.innerType, depth + 1) },
        fc.constant(undefined),
      );
    case 'pipe':
      return of(def.in);
    default:
      return fc.oneof(word, hostile);
  }
}

/** By its pattern where it has one. */
function textOf(def: Def): fc.Arbitrary<unknown> {
  // z.url() is a format of its own, or one of the checks of z.string().
  const isUrl = [def, ...(def.checks ?? []).map((check: any) => check._zod?.def)].some(
    each => each?.format === 'url',
  );
  if (isUrl) return fc.oneof({ weight: 10, arbitrary: address }, word);
  const patterns = (def.checks ?? [])
    .map((check: any) => check._zod?.def?.pattern)
    .filter(
      (pattern: unknown) =>
        pattern instanceof RegExp && pattern.flags === '' && !/[(]\?|\\p/.test(pattern.source),
    );
  const [pattern] = patterns;
  if (pattern !== undefined)
    return fc.oneof({ weight: 10, arbitrary: fc.stringMatching(pattern) }, word);
  return fc.oneof({ weight: 3, arbitrary: word }, ref, address, fc.uuid());
}

function objectOf(
  shape: Readonly<Record<string, z.core.$ZodType>>,
  depth: number,
): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(shape).map(([name, field]) => [name, arbitraryOf(field, depth + 1)]),
  );
  const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.oneof({ weight: 20, arbitrary: fc.constant(null) }, arbitrary);
  const extra = seldom(fc.tuple(fc.oneof(word, fc.constant('__proto__')), hostile));
  const missing = seldom(fc.constantFrom(...Object.keys(shape), ''));
  return fc.tuple(fc.record(fields), extra, missing).map(([value, more, without]) => {
    const made: Record<string, unknown> = { ...(value as object) };
    if (without !== null) delete made[without];
    if (more !== null)
      Object.defineProperty(made, more[0], {
        ...{ value: more[1], enumerable: true, configurable: true, writable: true },
      });
    return made;
  });
}
