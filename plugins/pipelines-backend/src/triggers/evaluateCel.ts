import { Environment } from '@marcbachmann/cel-js';
import { runInNewContext } from 'node:vm';
import { canonicalHeader } from './triggerEvent';
import type { TriggerEvent } from './triggerEvent';

/** Functions that Tekton has and that are not evaluated here: they read Secrets, or a format of their own. */
export const NOT_EVALUATED = ['compareSecret', 'parseYAML', 'marshalJSON'] as const;

/** Loops within loops over a large payload would keep the whole portal waiting. */
const TIMEOUT_MS = 250;
const LIMITS = { maxAstNodes: 2000, maxDepth: 60, maxListElements: 500, maxMapEntries: 500 };

/** The language of Tekton's CEL interceptor over one event: the specification, with Tekton's functions but for {@link NOT_EVALUATED}. */
function environment(): Environment {
  const env = new Environment({ homogeneousAggregateLiterals: false, limits: LIMITS })
    .registerVariable('body', 'dyn')
    .registerVariable('header', 'dyn')
    .registerVariable('extensions', 'dyn')
    .registerVariable('requestURL', 'string')
    .registerFunction('string.truncate(int): string', (text: string, most: bigint) =>
      text.slice(0, Number(most)),
    )
    .registerFunction('string.decodeb64(): string', (text: string) =>
      Buffer.from(text, 'base64').toString('utf8'),
    )
    .registerFunction('string.parseJSON(): dyn', (text: string) => JSON.parse(text))
    .registerFunction('string.parseURL(): dyn', (text: string) => urlParts(text))
    .registerFunction('dyn.canonical(string): string', (header: unknown, name: string) =>
      headerOf(header, name),
    )
    .registerFunction('dyn.match(string, string): bool', (...given: unknown[]) => {
      const [header, name, value] = given;
      return headerOf(header, String(name)) === value;
    });
  return env;
}

function headerOf(header: unknown, name: string): string {
  const values = new Map(Object.entries(Object(header))).get(canonicalHeader(name));
  return Array.isArray(values) ? String(values[0] ?? '') : '';
}

function urlParts(text: string) {
  const url = new URL(text);
  const queryStrings: Record<string, string[]> = {};
  for (const [key, value] of url.searchParams)
    queryStrings[key] = [...(queryStrings[key] ?? []), value];
  return {
    scheme: url.protocol.replace(/:$/, ''),
    ...{ host: url.host, path: url.pathname, rawQuery: url.search.replace(/^\?/, '') },
    ...{ fragment: url.hash.replace(/^#/, ''), queryStrings },
    query: Object.fromEntries(
      Object.entries(queryStrings).map(([key, all]) => [key, all.join(',')]),
    ),
  };
}

/**
 * The value of an expression over an event, as JSON has it.
 * @throws Error with what is wrong with the expression, or missing in the event
 */
export function evaluateCel(expression: string, event: TriggerEvent): unknown {
  const missing = NOT_EVALUATED.find(name => expression.includes(`${name}(`));
  if (missing !== undefined) throw new Error(`${missing} is not evaluated here`);
  const { body, header, extensions } = event;
  const given = { body, header, extensions, requestURL: '' };
  const evaluate = () => asJson(environment().evaluate(expression, given));
  return runInNewContext('evaluate()', { evaluate }, { timeout: TIMEOUT_MS });
}

/** Whole numbers of CEL are big integers. */
function asJson(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(asJson);
  return value;
}
