import { Environment } from '@marcbachmann/cel-js';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { canonicalHeader } from './triggerEvent';

const LIMITS = { maxAstNodes: 2000, maxDepth: 60, maxListElements: 500, maxMapEntries: 500 };
const PLACEHOLDER = /\$(?:\{(\d+)\}|(\d+))/g;

/** What `base64.encode` and `base64.decode` are functions of. */
class Base64 {}

/** What `sets.contains` and the others of it are functions of. */
class Sets {}

/** Values for the names that {@link celEnvironment} has besides those of the event. */
export const CEL_NAMES = { base64: new Base64(), sets: new Sets() };

/** The language of Tekton's CEL interceptor: the specification, with what Tekton adds to it, as far as it is evaluated here. */
export function celEnvironment(): Environment {
  const env = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS })
    .registerVariable('body', 'dyn')
    .registerVariable('header', 'dyn')
    .registerVariable('extensions', 'dyn')
    .registerVariable('requestURL', 'string')
    .registerType('Base64', Base64)
    .registerVariable('base64', 'Base64')
    .registerType('Sets', Sets)
    .registerVariable('sets', 'Sets')
    .registerFunction('dyn.canonical(string): string', (header: unknown, name: string) =>
      headerOf(header, name),
    )
    .registerFunction('dyn.match(string, string): bool', (...given: unknown[]) => {
      const [header, name, value] = given;
      return headerOf(header, String(name)) === value;
    });
  registerTexts(env);
  registerFormats(env);
  registerLists(env);
  registerSets(env);
  return env;
}

function registerTexts(env: Environment): void {
  env
    .registerFunction('string.truncate(int): string', (text: string, most: bigint) =>
      truncated(text, Number(most)),
    )
    .registerFunction('string.charAt(int): string', (text: string, at: bigint) => {
      const letters = [...text];
      if (at < 0n || Number(at) > letters.length) throw new RangeError(`${at} is outside the text`);
      return letters[Number(at)] ?? '';
    })
    .registerFunction('string.reverse(): string', (text: string) => [...text].reverse().join(''))
    .registerFunction(
      'string.replace(string, string): string',
      (text: string, from: string, to: string) => text.replaceAll(from, () => to),
    )
    .registerFunction('string.replace(string, string, int): string', (...given: unknown[]) => {
      const [text, from, to, most] = given;
      let left = Number(most) < 0 ? Infinity : Number(most);
      return String(text).replaceAll(String(from), found => (left-- > 0 ? String(to) : found));
    })
    .registerFunction(
      'string.translate(string, string): string',
      (text: string, pattern: string, to: string) =>
        text.replace(new RegExp(pattern, 'g'), (...found: unknown[]) =>
          to.replace(PLACEHOLDER, (_, braced?: string, bare?: string) =>
            String(found[Number(braced ?? bare)] ?? ''),
          ),
        ),
    );
  // Not `string`: that of the library writes numbers as JavaScript does.
  for (const type of ['string', 'bool', 'int', 'uint', 'bytes'])
    env.registerFunction(`goString(${type}): string`, (value: unknown) =>
      value instanceof Uint8Array ? utf8Of(value) : String(value),
    );
  env.registerFunction('goString(double): string', (value: number) => numberText(value));
}

function registerFormats(env: Environment): void {
  env
    .registerFunction('string.parseJSON(): dyn', (text: string) => objectIn(JSON.parse(text)))
    .registerFunction('string.parseYAML(): dyn', (text: string) =>
      objectIn(parse(text, { version: '1.1' })),
    )
    .registerFunction('string.parseURL(): dyn', (text: string) => urlParts(text))
    .registerFunction('map.marshalJSON(): string', (value: unknown) => goJson(value))
    .registerFunction('list.marshalJSON(): string', (value: unknown) => goJson(value))
    .registerFunction('Base64.encode(bytes): string', (_: Base64, bytes: Uint8Array) =>
      Buffer.from(bytes).toString('base64'),
    )
    .registerFunction('Base64.decode(string): bytes', (_: Base64, text: string) => {
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) throw new RangeError('it is no base64');
      return new Uint8Array(Buffer.from(text, 'base64'));
    });
}

function registerLists(env: Environment): void {
  env
    .registerFunction('list.first(): dyn', (list: readonly unknown[]) => list.at(0) ?? null)
    .registerFunction('list.last(): dyn', (list: readonly unknown[]) => list.at(-1) ?? null)
    .registerFunction('list.reverse(): list', (list: readonly unknown[]) => [...list].reverse())
    .registerFunction('list.flatten(): list', (list: readonly unknown[]) => list.flat())
    .registerFunction('list.sort(): list', (list: readonly unknown[]) => sorted(list))
    .registerFunction('list.distinct(): list', (list: readonly unknown[]) =>
      list.filter((one, at) => list.findIndex(other => isDeepStrictEqual(one, other)) === at),
    )
    .registerFunction(
      'list.slice(int, int): list',
      (list: readonly unknown[], from: bigint, to: bigint) => {
        if (from < 0n || from > to || Number(to) > list.length)
          throw new RangeError(`${from} to ${to} is outside the list`);
        return list.slice(Number(from), Number(to));
      },
    );
}

function registerSets(env: Environment): void {
  type Lists = [Sets, readonly unknown[], readonly unknown[]];
  const has = (list: readonly unknown[], one: unknown) => list.some(other => isSame(one, other));
  env
    .registerFunction('Sets.contains(list<A>, list<A>): bool', (...[, all, some]: Lists) =>
      some.every(one => has(all, one)),
    )
    .registerFunction('Sets.equivalent(list<A>, list<A>): bool', (...[, left, right]: Lists) =>
      [...left.map(one => has(right, one)), ...right.map(one => has(left, one))].every(Boolean),
    )
    .registerFunction('Sets.intersects(list<A>, list<A>): bool', (...[, left, right]: Lists) =>
      left.some(one => has(right, one)),
    );
}

/** A whole number is the same as one with a point. */
function isSame(left: unknown, right: unknown): boolean {
  const isNumber = (value: unknown) => typeof value === 'number' || typeof value === 'bigint';
  // eslint-disable-next-line eqeqeq -- of a bigint and a number
  return isNumber(left) && isNumber(right) ? left == right : isDeepStrictEqual(left, right);
}

/** Texts by their bytes, as Go compares them. */
function sorted(list: readonly unknown[]): unknown[] {
  const types = new Set(list.map(each => typeof each));
  const [type = 'string'] = types;
  if (types.size > 1 || !['string', 'bigint', 'number', 'boolean'].includes(type))
    throw new TypeError('the list cannot be sorted');
  const isText = type === 'string';
  return [...list].sort((left, right) =>
    isText
      ? Buffer.compare(Buffer.from(String(left)), Buffer.from(String(right)))
      : Number(left) - Number(right),
  );
}

function headerOf(header: unknown, name: string): string {
  const values = new Map(Object.entries(Object(header))).get(canonicalHeader(name));
  return Array.isArray(values) ? String(values[0] ?? '') : '';
}

/** By bytes, as Go cuts a text. */
function truncated(text: string, most: number): string {
  return utf8Of(Buffer.from(text).subarray(0, Math.max(0, most)));
}

function utf8Of(bytes: Uint8Array): string {
  return new TextDecoder('utf8', { fatal: true }).decode(bytes);
}

/** As Go writes a double: from seven digits on with an exponent. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace(/^(-?)Infinity$/, '$1Inf');
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6)
    return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
  const size = String(Math.abs(power)).padStart(2, '0');
  return `${digits}e${power < 0 ? '-' : '+'}${size}`;
}

function objectIn(value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('it is no object');
  return value;
}

/** JSON as Go writes it: keys in order, and what HTML would take for its own escaped. */
function goJson(value: unknown): string {
  const ordered = (given: unknown): unknown => {
    if (typeof given === 'bigint') return Number(given);
    if (Array.isArray(given)) return given.map(ordered);
    if (typeof given !== 'object' || given === null) return given;
    const entries = given instanceof Map ? [...given] : Object.entries(given);
    return Object.fromEntries(
      entries
        .map(([key, each]) => [String(key), ordered(each)] as const)
        .sort(([left], [right]) => (left < right ? -1 : 1)),
    );
  };
  return JSON.stringify(ordered(value)).replace(
    /[<>&\u2028\u2029]/g,
    letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function urlParts(text: string) {
  const url = new URL(text);
  const queryStrings: Record<string, string[]> = {};
  for (const [key, value] of url.searchParams)
    queryStrings[key] = [...(queryStrings[key] ?? []), value];
  const { username, password } = url;
  return {
    scheme: url.protocol.replace(/:$/, ''),
    ...{ host: url.host, path: url.pathname, rawQuery: url.search.replace(/^\?/, '') },
    ...{ fragment: url.hash.replace(/^#/, ''), queryStrings },
    query: Object.fromEntries(
      Object.entries(queryStrings).map(([key, all]) => [key, all.join(',')]),
    ),
    ...(username === '' ? {} : { auth: { username, password } }),
  };
}
