import type { Param, ParamSpec, ParamValue } from '../objects/tekton';

/** What `$(…)` stands for, by the text between the brackets. */
export type Variables = ReadonlyMap<string, ParamValue>;

const REFERENCE = /\$\(([^()]+)\)/g;

/** `params["a.b"]` and `params['a.b']` are the same as `params.a.b`. */
function normal(name: string): string {
  return name.replace(/\[(["'])(.*?)\1\]/g, '.$2');
}

function text(value: ParamValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function whole(value: string, variables: Variables): ParamValue | undefined {
  const name = /^\$\(([^()]+)\[\*\]\)$/.exec(value)?.[1];
  return name === undefined ? undefined : variables.get(normal(name));
}

function inText(value: string, variables: Variables): string {
  return value.replace(REFERENCE, (reference, name: string) => {
    const found = variables.get(normal(name));
    return found === undefined ? reference : text(found);
  });
}

/** Replaces the references in all strings of a JSON value; a reference that is not known stays as it is. */
export function substitute<Value>(value: Value, variables: Variables): Value {
  return replace(value, variables) as Value;
}

function replace(value: unknown, variables: Variables): unknown {
  if (typeof value === 'string') return whole(value, variables) ?? inText(value, variables);
  if (Array.isArray(value))
    return value.flatMap(item => {
      const list = typeof item === 'string' ? whole(item, variables) : undefined;
      return Array.isArray(list) ? list : [replace(item, variables)];
    });
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, replace(field, variables)]),
  );
}

/** Enters a value with its elements or fields. */
export function define(target: Map<string, ParamValue>, name: string, value: ParamValue): void {
  target.set(name, value);
  if (typeof value === 'string') return;
  for (const [key, item] of Object.entries(value))
    target.set(Array.isArray(value) ? `${name}[${key}]` : `${name}.${key}`, item);
}

/** The parameters as they are declared and given. */
export function paramVariables(
  specs: readonly ParamSpec[] = [],
  given: readonly Param[] = [],
): Map<string, ParamValue> {
  const variables = new Map<string, ParamValue>();
  for (const { name, default: value } of specs)
    if (value !== undefined) define(variables, `params.${name}`, value);
  for (const { name, value } of given) define(variables, `params.${name}`, value);
  return variables;
}

/** Declared without a default, and not given. */
export function missingParams(
  specs: readonly ParamSpec[] = [],
  given: readonly Param[] = [],
): string[] {
  const names = new Set(given.map(({ name }) => name));
  return specs
    .filter(spec => spec.default === undefined && !names.has(spec.name))
    .map(({ name }) => name);
}

/** All references in a JSON value, without brackets. */
export function referencesIn(value: unknown): string[] {
  const source = JSON.stringify(value) ?? '';
  return [...source.matchAll(REFERENCE)].map(match =>
    normal((match[1] ?? '').replace(/\\"/g, '"')),
  );
}
