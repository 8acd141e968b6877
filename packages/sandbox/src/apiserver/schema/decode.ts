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

/** Whole seconds lose their zero fraction; other precisions (`MicroTime`) stay as written. */
function canonicalTime(text: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return text;
  const time = Date.parse(text);
  if (Number.isNaN(time) || /\.\d*[1-9]/.test(text)) return text;
  return /\.\d{6}Z$/.test(text) ? text : new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** An empty list or map of an optional field is not kept: Go's `omitempty` drops it too. */
function isOmitted(value: unknown, schema: SchemaNode, required: boolean): boolean {
  if (value === null) return true;
  if (typeof value !== 'object' || required) return false;
  if (Array.isArray(value)) return value.length === 0;
  return (
    !schema.hasProperties &&
    schema.additionalProperties !== undefined &&
    Object.keys(value).length === 0
  );
}

/** Built-in types are Go structs: null, `[]` and `{}` of optional fields are not kept. */
class Decoder {
  /** Paths of fields that the schema does not know. */
  readonly unknown: string[] = [];

  constructor(private readonly type: { kind: string; version: string }) {}

  object(value: JsonObject, schema: SchemaNode, path: string): JsonObject {
    const open =
      schema.preservesUnknown ||
      (!schema.hasProperties && schema.additionalProperties === undefined);
    const result: JsonObject = {};
    for (const [name, field] of Object.entries(value)) {
      const child = schema.field(name);
      const fieldPath = path === '' ? name : `${path}.${name}`;
      if (child === undefined) {
        if (open || (schema.isEmbeddedResource && /^(apiVersion|kind|metadata)$/.test(name)))
          result[name] = field;
        else this.unknown.push(fieldPath);
      } else if (!isOmitted(field, child, schema.required.includes(name)))
        result[name] = this.field(field, child, fieldPath);
    }
    return result;
  }

  private field(value: unknown, schema: SchemaNode, path: string): unknown {
    const { type } = schema;
    if (Array.isArray(value)) {
      if (type !== undefined && type !== 'array') throw this.mismatch(value, schema, path);
      const { items } = schema;
      if (items === undefined) return value;
      return value.map((item, index) => this.field(item, items, `${path}[${index}]`));
    }
    if (isJsonObject(value)) {
      if ((type !== undefined && type !== 'object') || schema.isQuantity)
        throw this.mismatch(value, schema, path);
      return this.object(value, schema, path);
    }
    if (schema.isQuantity) return canonicalQuantity(String(value));
    return this.scalar(value, schema, path);
  }

  private scalar(value: unknown, schema: SchemaNode, path: string): unknown {
    const { type } = schema;
    if (schema.isIntOrString || type === undefined) return value;
    const fits =
      (type === 'string' && typeof value === 'string') ||
      (type === 'boolean' && typeof value === 'boolean') ||
      (type === 'integer' && Number.isInteger(value)) ||
      (type === 'number' && typeof value === 'number') ||
      !/^(string|boolean|integer|number)$/.test(type);
    if (!fits) throw this.mismatch(value, schema, path);
    return schema.format === 'date-time' && typeof value === 'string'
      ? canonicalTime(value)
      : value;
  }

  private mismatch(value: unknown, schema: SchemaNode, path: string): ApiStatusError {
    const { kind, version } = this.type;
    const plain = path.replace(/\[[^\]]*\]/g, '');
    const field = plain === '' ? kind : `${kind}.${plain}`;
    return ApiStatusError.badRequest(
      `${kind} in version "${version}" cannot be handled as a ${kind}: json: cannot unmarshal ` +
        `${jsonType(value)} into Go struct field ${field} of type ${goType(schema)}`,
    );
  }
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
  const decoder = new Decoder(type);
  return { value: decoder.object(value, schema, ''), unknownFields: decoder.unknown };
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
  const decoder = new Decoder(type);
  return {
    value: { ...pruned, metadata: decoder.object(metadata, metadataSchema, 'metadata') },
    unknownFields: [...unknown, ...decoder.unknown],
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
