/** The part of JSON Schema, as Kubernetes publishes it in OpenAPI v3, that the editor understands. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly allOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
}

/** The schema of one kind, with what it refers to by name. References are followed when somebody looks there. */
export interface SchemaDocument {
  readonly root: JsonSchema;
  readonly definitions: Readonly<Record<string, JsonSchema>>;
}

const PREFIX = '#/definitions/';
/** Kubernetes wraps a reference to give it a default; deeper chains are not written by anybody. */
const DEEPEST = 8;

/** The schema itself: references followed, `allOf` laid together, the nearest description and default kept. */
export function resolveSchema(
  document: SchemaDocument,
  schema: JsonSchema | undefined,
  depth = 0,
): JsonSchema | undefined {
  if (schema === undefined || depth > DEEPEST) return schema;
  const { $ref, allOf, ...own } = schema;
  const parts = [
    ...($ref?.startsWith(PREFIX) ? [document.definitions[$ref.slice(PREFIX.length)]] : []),
    ...(allOf ?? []),
  ].flatMap(part => resolveSchema(document, part, depth + 1) ?? []);
  return parts.reduceRight<JsonSchema>((merged, part) => merge(part, merged), own);
}

function merge(base: JsonSchema, over: JsonSchema): JsonSchema {
  return {
    ...base,
    ...over,
    ...(base.properties || over.properties
      ? { properties: { ...base.properties, ...over.properties } }
      : {}),
    ...(base.required || over.required
      ? { required: [...(base.required ?? []), ...(over.required ?? [])] }
      : {}),
  };
}

/** Stands for any item of a list in a path. */
export const ITEM = '*';

/** The schema of a field: undefined where the schema knows none of that name, or allows any. */
export function childSchema(
  document: SchemaDocument,
  schema: JsonSchema | undefined,
  key: string,
): JsonSchema | undefined {
  if (schema === undefined) return undefined;
  if (key === ITEM) return resolveSchema(document, schema.items);
  const own = schema.properties?.[key];
  if (own !== undefined) return resolveSchema(document, own);
  const { additionalProperties } = schema;
  return typeof additionalProperties === 'object'
    ? resolveSchema(document, additionalProperties)
    : undefined;
}

/** The schema at a path from the root. */
export function schemaAt(
  document: SchemaDocument,
  path: readonly string[],
): JsonSchema | undefined {
  return path.reduce<JsonSchema | undefined>(
    (schema, key) => childSchema(document, schema, key),
    resolveSchema(document, document.root),
  );
}

/** Types a value may have; empty where any will do. */
export function typesOf(schema: JsonSchema): readonly string[] {
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string')
    return ['integer', 'string'];
  const options = schema.oneOf ?? schema.anyOf;
  if (schema.type === undefined && options !== undefined)
    return options.every(option => option.type !== undefined)
      ? options.map(option => String(option.type))
      : [];
  return schema.type === undefined ? [] : [schema.type];
}
