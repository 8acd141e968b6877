import { runInNewContext } from 'node:vm';
import { CEL_NAMES, celEnvironment } from './celFunctions';
import type { TriggerEvent } from './triggerEvent';

/** What Tekton has and is not evaluated here: it reads Secrets, or is seldom of use in a trigger. */
export const NOT_EVALUATED = [
  'compareSecret',
  'format',
  'quote',
  'sortBy',
  'range',
  'math',
] as const;

/** Loops within loops over a large payload would keep the whole portal waiting. */
const TIMEOUT_MS = 250;
/** Texts and comments, and the name of the function outside them. */
const STRING_FUNCTION =
  /("""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*)|(?<![\w.])string(?=\s*\()/g;

/**
 * The value of an expression over an event, as JSON has it.
 * @throws Error with what is wrong with the expression, or missing in the event, and for a value that JSON has not
 */
export function evaluateCel(expression: string, event: TriggerEvent): unknown {
  const missing = NOT_EVALUATED.find(name => isUsed(expression, name));
  if (missing !== undefined) throw new Error(`${missing} is not evaluated here`);
  const { body, header, extensions } = event;
  // The path by which a sink is reached.
  const given = { body, header, extensions, requestURL: '/', ...CEL_NAMES };
  const text = expression.replace(STRING_FUNCTION, (found, literal?: string) =>
    literal === undefined ? 'goString' : found,
  );
  const evaluate = () => celEnvironment().evaluate(text, given);
  const value: unknown = runInNewContext('evaluate()', { evaluate }, { timeout: TIMEOUT_MS });
  if (value === null) throw new TypeError(`${expression} is null`);
  return asJson(value, expression);
}

function isUsed(expression: string, name: string): boolean {
  return new RegExp(name === 'math' ? `(?<![\\w.])${name}\\.` : `\\.${name}\\(`).test(expression);
}

/** Whole numbers of CEL are big integers, and bytes are base64. */
function asJson(value: unknown, expression: string): unknown {
  const inside = (each: unknown) => asJson(each, expression);
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(inside);
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, each]) => [String(key), inside(each)]));
  if (typeof value !== 'object' || value === null) return value;
  // Times, durations and unsigned numbers are objects of classes.
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null)
    throw new TypeError(`${expression} has no JSON`);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inside(each)]));
}
