import { InputError } from '@backstage/errors';
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Above any object of Kubernetes; far below where reading or writing JSON step by step runs out of stack. */
const MAX_DEPTH = 200;
/** Of one answer: a body can have a hundred thousand wrong fields. */
const MAX_ISSUES = 10;
const MAX_NAME = 100;

/**
 * Reads the text after `?` with a route's schema. A parameter that the route does not know is an error as well, so
 * that a misspelt filter cannot pass for an empty one.
 *
 * @throws InputError naming each parameter that is wrong
 */
export function parseQuery<S extends z.ZodObject>(schema: S, search: string): z.output<S> {
  const parameters = new URLSearchParams(search);
  const raw = Object.fromEntries(
    [...new Set(parameters.keys())].map(key => {
      const values = parameters.getAll(key);
      return [key, values.length === 1 ? values[0] : values];
    }),
  );
  return parseNamed(schema, raw, 'query parameter');
}

/**
 * Reads named texts: the parameters of a path, the headers of a request.
 * @throws InputError naming each that is wrong
 */
export function parseNamed<S extends z.ZodObject>(
  schema: S,
  raw: Readonly<Record<string, unknown>>,
  what: 'query parameter' | 'path parameter' | 'header',
): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  throw new InputError(
    inShort(result.error.issues.flatMap(issue => describeNamed(issue, raw, what))),
  );
}

/**
 * Reads a JSON body, or the part of one that stands at `path`.
 * @throws InputError naming each field that is wrong, by its path
 */
export function parseBody<S extends z.ZodType>(
  schema: S,
  body: unknown,
  path: readonly PropertyKey[] = [],
): z.output<S> {
  if (isTooDeep(body)) throw new InputError(`The body is nested more than ${MAX_DEPTH} deep`);
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issues = result.error.issues.map(issue => ({ ...issue, path: [...path, ...issue.path] }));
  throw new InputError(inShort(describeIssues(issues)));
}

/** Not by recursion, which is what it is to prevent. */
function isTooDeep(body: unknown): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap(node =>
      typeof node === 'object' && node !== null ? Object.values(node) : [],
    );
  }
  return false;
}

function inShort(sentences: readonly string[]): string {
  const more = sentences.length - MAX_ISSUES;
  const told = sentences.slice(0, MAX_ISSUES).join('; ');
  return more > 0 ? `${told}; and ${more} more` : told;
}

/** One sentence for each issue: `Invalid field "replicas": …`. Fields are named, their values never. */
export function describeIssues(issues: readonly Issue[]): string[] {
  return issues.flatMap(issue => {
    const place = issue.path.map(part => shortened(String(part))).join('.');
    if (issue.code === 'unrecognized_keys') {
      const within = place === '' ? '' : `${place}.`;
      return issue.keys.map(key => `Unknown field "${within}${shortened(key)}"`);
    }
    const name = place === '' ? 'The body is not valid' : `Invalid field "${place}"`;
    return [`${name}: ${reasonOf(issue)}`];
  });
}

function describeNamed(issue: Issue, raw: Readonly<Record<string, unknown>>, what: string) {
  if (issue.code === 'unrecognized_keys' && issue.path.length === 0) {
    return issue.keys.map(key => `Unknown ${what} "${shortened(key)}"`);
  }
  const name = String(issue.path[0] ?? '');
  if (raw[name] === undefined) return [`Missing ${what} "${name}"`];
  if (Array.isArray(raw[name])) return [`Invalid ${what} "${name}": it may be given only once`];
  return [`Invalid ${what} "${name}": ${reasonOf(issue)}`];
}

/** The sender chose it, and may have chosen a megabyte. */
function shortened(name: string): string {
  return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME)}…`;
}

function reasonOf(issue: Issue): string {
  return issue.message.replace(/^Invalid input: /, '');
}
