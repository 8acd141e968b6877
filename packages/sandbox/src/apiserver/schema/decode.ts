import { ApiStatusError } from '../ApiStatusError';
import { isJsonObject } from '../json';
import type { JsonObject } from '../publishedDocuments';
import { canonicalQuantity } from './quantity';
import type { SchemaNode } from './SchemaNode';

export interface Decoded {
  readonly value: JsonObject;
  /** Paths of fields that the schema does not know; they are not in `value`. */
  readonly unknownFields: readonly string[];
}

interface DecodeContext {
  readonly kind: string;
  readonly version: string;
  readonly unknown: string[];
  /** Built-in types are Go structs: null, `[]` and `{}` of optional fields are not kept. */
  readonly typed: boolean;
}

function goType(schema: SchemaNode): string {
  if (schema.type === 'integer') return schema.format ?? 'int64';
  if (schema.type === 'number') return 'float64';
  if (schema.type === 'boolean') return 'bool';
  return schema.type ?? 'string';
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

function mismatch(path: string, value: unknown, context: DecodeContext & { schema: SchemaNode }) {
  const plain = path.replace(/\[[^\]]*\]/g, '');
  const field = plain === '' ? context.kind : `${context.kind}.${plain}`;
  return ApiStatusError.badRequest(
    `${context.kind} in version "${context.version}" cannot be handled as a ${context.kind}: json: cannot unmarshal ` +
      `${jsonType(value)} into Go struct field ${field} of type ${goType(context.schema)}`,
  );
}

/** Quantities are published as `oneOf: [string, number]`; they are kept as canonical text. */
function isQuantity(schema: SchemaNode): boolean {
  const { oneOf } = schema.raw;
  return (
    Array.isArray(oneOf) && oneOf.length === 2 && oneOf.some(branch => branch?.type === 'number')
  );
}

function decodeScalar(
  value: unknown,
  path: string,
  context: DecodeContext & { schema: SchemaNode },
): unknown {
  const { schema } = context;
  if (schema.isIntOrString || schema.type === undefined) return value;
  if (schema.type === 'string') {
    if (typeof value !== 'string') throw mismatch(path, value, context);
    if (schema.format === 'date-time') return canonicalTime(value);
    return value;
  }
  if (schema.type === 'boolean' && typeof value !== 'boolean') throw mismatch(path, value, context);
  if (schema.type === 'integer' && !Number.isInteger(value)) throw mismatch(path, value, context);
  if (schema.type === 'number' && typeof value !== 'number') throw mismatch(path, value, context);
  return value;
}

/** Whole seconds lose their zero fraction; other precisions (`MicroTime`) stay as written. */
function canonicalTime(text: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time) || /\.\d*[1-9]/.test(text)) return text;
  return /\.\d{6}Z$/.test(text) ? text : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

function decodeField(
  value: unknown,
  path: string,
  context: DecodeContext & { schema: SchemaNode },
): unknown {
  const { schema } = context;
  if (Array.isArray(value)) {
    if (schema.type !== undefined && schema.type !== 'array') throw mismatch(path, value, context);
    const { items } = schema;
    if (items === undefined) return value;
    return value.map((item, index) =>
      decodeField(item, `${path}[${index}]`, { ...context, schema: items }),
    );
  }
  if (isJsonObject(value)) {
    if (schema.type !== undefined && schema.type !== 'object') throw mismatch(path, value, context);
    if (isQuantity(schema)) throw mismatch(path, value, context);
    return decodeObject(value, path, context);
  }
  if (isQuantity(schema)) return canonicalQuantity(String(value));
  return decodeScalar(value, path, context);
}

/** An empty list or map of an optional field is not kept: Go's `omitempty` drops it too. */
function isOmitted(value: unknown, schema: SchemaNode, required: boolean): boolean {
  if (value === null) return true;
  if (required) return false;
  if (Array.isArray(value)) return value.length === 0;
  return (
    isJsonObject(value) &&
    !schema.hasProperties &&
    schema.additionalProperties !== undefined &&
    Object.keys(value).length === 0
  );
}

function decodeObject(
  value: JsonObject,
  path: string,
  context: DecodeContext & { schema: SchemaNode },
): JsonObject {
  const { schema, typed } = context;
  const open =
    schema.preservesUnknown || (!schema.hasProperties && schema.additionalProperties === undefined);
  const result: JsonObject = {};
  for (const [name, field] of Object.entries(value)) {
    const child = schema.field(name);
    const fieldPath = path === '' ? name : `${path}.${name}`;
    if (child === undefined) {
      if (open || (schema.isEmbeddedResource && /^(apiVersion|kind|metadata)$/.test(name)))
        result[name] = field;
      else context.unknown.push(fieldPath);
      continue;
    }
    if (typed && isOmitted(field, child, schema.required.includes(name))) continue;
    if (field === null) {
      result[name] = null;
      continue;
    }
    result[name] = decodeField(field, fieldPath, { ...context, schema: child });
  }
  return result;
}

/**
 * Reads an object as the server's decoder does: drops (and names) unknown fields, refuses values of the wrong type for
 * built-in kinds. Custom resources are typed later, by validation.
 */
export function decode(
  value: JsonObject,
  schema: SchemaNode,
  type: { kind: string; version: string },
): Decoded {
  const unknown: string[] = [];
  const context = { ...type, unknown, typed: true, schema };
  return { value: decodeObject(value, '', context), unknownFields: unknown };
}

/** As {@link decode}, for custom resources: only `metadata` is typed, the rest is pruned. */
export function prune(
  value: JsonObject,
  schema: SchemaNode,
  type: { kind: string; version: string },
): Decoded {
  const unknown: string[] = [];
  const { metadata, ...rest } = value;
  const metadataSchema = schema.property('metadata');
  const pruned = pruneObject(rest, '', { schema, unknown });
  if (metadataSchema === undefined || !isJsonObject(metadata))
    return { value: pruned, unknownFields: unknown };
  const context = { ...type, unknown, typed: true, schema: metadataSchema };
  return {
    value: { ...pruned, metadata: decodeObject(metadata, 'metadata', context) },
    unknownFields: unknown,
  };
}

interface PruneContext {
  readonly schema: SchemaNode;
  readonly unknown: string[];
}

function pruneValue(value: unknown, path: string, context: PruneContext): unknown {
  const { items } = context.schema;
  if (Array.isArray(value) && items !== undefined)
    return value.map((item, index) =>
      pruneValue(item, `${path}[${index}]`, { ...context, schema: items }),
    );
  return isJsonObject(value) ? pruneObject(value, path, context) : value;
}

function pruneObject(value: JsonObject, path: string, context: PruneContext): JsonObject {
  const { schema, unknown } = context;
  const result: JsonObject = {};
  for (const [name, field] of Object.entries(value)) {
    const child = schema.field(name);
    const fieldPath = path === '' ? name : `${path}.${name}`;
    const kept =
      schema.preservesUnknown ||
      schema.raw.additionalProperties === true ||
      (schema.isEmbeddedResource && /^(apiVersion|kind|metadata)$/.test(name));
    if (child !== undefined)
      result[name] = pruneValue(field, fieldPath, { schema: child, unknown });
    else if (kept) result[name] = field;
    else unknown.push(fieldPath);
  }
  return result;
}
