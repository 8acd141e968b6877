import {
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
} from 'yaml';
import { childSchema, ITEM, resolveSchema, typesOf } from './SchemaDocument';
import type { JsonSchema, SchemaDocument } from './SchemaDocument';

/** What is wrong with a text, and where. `code` and `params` are turned into a sentence by whoever draws it. */
export interface YamlProblem {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly code:
    | 'syntax'
    | 'unknownField'
    | 'wrongType'
    | 'notAllowedValue'
    | 'required'
    | 'pattern'
    | 'tooSmall'
    | 'tooLarge'
    /** By a {@link ManifestLint}, in its own words. */
    | 'said';
  readonly params: Readonly<Record<string, string>>;
}

/** The schema of a kind; undefined where it is not known (yet), then only the syntax is looked at. */
export type SchemaLookup = (apiVersion: string, kind: string) => SchemaDocument | undefined;

const MOST = 100;

class Validation {
  readonly #schema: SchemaDocument;
  readonly #kind: string;
  readonly #problems: YamlProblem[];

  constructor(schema: SchemaDocument, options: { kind: string; problems: YamlProblem[] }) {
    this.#schema = schema;
    this.#kind = options.kind;
    this.#problems = options.problems;
  }

  check(node: unknown, schema: JsonSchema | undefined, path: readonly string[]): void {
    if (schema === undefined || this.#problems.length >= MOST) return;
    if (isMap(node)) this.#checkMap(node, schema, path);
    else if (isSeq(node)) this.#checkSeq(node, schema, path);
    else if (isScalar(node) && node.value !== null) this.#checkScalar(node, schema, path);
  }

  #checkMap(
    node: Extract<Node, { items: unknown[] }>,
    schema: JsonSchema,
    path: readonly string[],
  ): void {
    if (!this.#isType('object', { node, schema, path }) || !isMap(node)) return;
    const keys = new Set<string>();
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? key.value : key);
      keys.add(name);
      const child = childSchema(this.#schema, schema, name);
      if (child === undefined && !allowsAny(schema))
        this.#report(key, 'unknownField', {
          kind: path.at(-1) ?? this.#kind,
          field: name,
        });
      this.check(value, child, [...path, name]);
    }
    for (const name of schema.required ?? [])
      if (!keys.has(name)) this.#report(node, 'required', { field: [...path, name].join('.') });
  }

  #checkSeq(node: { items: unknown[] }, schema: JsonSchema, path: readonly string[]): void {
    if (!this.#isType('array', { node, schema, path })) return;
    const item = childSchema(this.#schema, schema, ITEM);
    node.items.forEach((child, at) => this.check(child, item, [...path, String(at)]));
  }

  #checkScalar(node: { value: unknown }, schema: JsonSchema, path: readonly string[]): void {
    const { value } = node;
    if (!this.#isType(jsonType(value), { node, schema, path })) return;
    const field = path.join('.');
    if (schema.enum !== undefined && !schema.enum.includes(value))
      this.#report(node, 'notAllowedValue', { field, values: schema.enum.join(', ') });
    if (
      typeof value === 'string' &&
      schema.pattern !== undefined &&
      !matches(schema.pattern, value)
    )
      this.#report(node, 'pattern', { field, pattern: schema.pattern });
    if (typeof value === 'number' && schema.minimum !== undefined && value < schema.minimum)
      this.#report(node, 'tooSmall', { field, limit: String(schema.minimum) });
    if (typeof value === 'number' && schema.maximum !== undefined && value > schema.maximum)
      this.#report(node, 'tooLarge', { field, limit: String(schema.maximum) });
  }

  #isType(
    type: string,
    { node, schema, path }: { node: unknown; schema: JsonSchema; path: readonly string[] },
  ): boolean {
    const types = typesOf(schema);
    if (types.length === 0 || types.includes(type)) return true;
    if (type === 'integer' && types.includes('number')) return true;
    this.#report(node, 'wrongType', { field: path.join('.'), type: types.join(' | ') });
    return false;
  }

  #report(node: unknown, code: YamlProblem['code'], params: YamlProblem['params']): void {
    // The API server warns of an unknown field, or refuses it, as the caller asks for; everything else it refuses.
    const severity = code === 'unknownField' ? 'warning' : 'error';
    const range = (node as { range?: readonly number[] | null } | null)?.range;
    const from = range?.[0] ?? 0;
    const end = range?.[1] ?? from + 1;
    this.#problems.push({ from, to: Math.max(end, from + 1), severity, code, params });
  }
}

function allowsAny(schema: JsonSchema): boolean {
  if (schema['x-kubernetes-preserve-unknown-fields']) return true;
  if (schema.additionalProperties !== undefined) return schema.additionalProperties !== false;
  return schema.properties === undefined;
}

function jsonType(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** A pattern of Go's that JavaScript does not read is left to the server. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return true;
  }
}

/** Everything in a text of one or more documents that the cluster would refuse by its own schema. */
export function validateYaml(text: string, schemaOf: SchemaLookup): readonly YamlProblem[] {
  const problems: YamlProblem[] = [];
  const parsed = parseAllDocuments(text, { lineCounter: new LineCounter() });
  const documents = Array.isArray(parsed) ? parsed : [];
  for (const document of documents) {
    for (const error of document.errors)
      problems.push({
        from: error.pos[0],
        to: Math.max(error.pos[1], error.pos[0] + 1),
        severity: 'error',
        code: 'syntax',
        params: { message: error.message.split('\n')[0] ?? '' },
      });
    if (document.errors.length > 0) continue;
    const { apiVersion, kind } = headOf(document);
    const schema = schemaOf(apiVersion, kind);
    if (schema === undefined || document.contents === null) continue;
    new Validation(schema, { kind, problems }).check(
      document.contents,
      resolveSchema(schema, schema.root),
      [],
    );
  }
  return problems.slice(0, MOST);
}

function headOf(document: Document): { apiVersion: string; kind: string } {
  const { contents } = document;
  const text = (key: string) => (isMap(contents) ? String(contents.get(key) ?? '') : '');
  return { apiVersion: text('apiVersion'), kind: text('kind') };
}
