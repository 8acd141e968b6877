import { isJsonObject, jsonEqual } from '../json';
import type { JsonObject } from '../publishedDocuments';
import type { SchemaNode } from '../schema/SchemaNode';

/** How a value is owned: as one, by field, or by list item. */
export type Shape = 'leaf' | 'map' | 'keyed-list' | 'set';

/** What structured merge makes of a value, by its schema. Values without a schema are merged by field, lists as one. */
export function shapeOf(value: unknown, schema: SchemaNode | undefined): Shape {
  if (isJsonObject(value)) {
    if (schema === undefined) return 'map';
    const isOpen = !schema.hasProperties && schema.additionalProperties === undefined;
    if (schema.isAtomicMap) return 'leaf';
    return isOpen && !schema.preservesUnknown ? 'leaf' : 'map';
  }
  if (!Array.isArray(value) || schema === undefined) return 'leaf';
  if (schema.listType === 'set') return 'set';
  return schema.listType === 'map' ? 'keyed-list' : 'leaf';
}

/** The path element of a list item with keys; defaults stand in for keys left out. */
export function keyElement(item: unknown, schema: SchemaNode): string {
  const keys: JsonObject = {};
  for (const name of [...schema.listMapKeys].sort()) {
    const value = isJsonObject(item) ? item[name] : undefined;
    const fallback = schema.items?.property(name)?.raw.default;
    keys[name] = value ?? fallback ?? null;
  }
  return `k:${JSON.stringify(keys)}`;
}

export function valueElement(item: unknown): string {
  return `v:${JSON.stringify(item)}`;
}

/** The parts of a structured value with their path elements and schemas. */
export function* partsOf(
  value: unknown,
  schema: SchemaNode | undefined,
): Generator<{ element: string; value: unknown; schema: SchemaNode | undefined }> {
  if (isJsonObject(value)) {
    for (const [name, field] of Object.entries(value)) {
      if (field !== undefined)
        yield { element: `f:${name}`, value: field, schema: schema?.field(name) };
    }
    return;
  }
  if (!Array.isArray(value) || schema === undefined) return;
  for (const item of value) {
    const element = schema.listType === 'set' ? valueElement(item) : keyElement(item, schema);
    yield { element, value: item, schema: schema.items };
  }
}

/** Merges an applied configuration into the live value. */
export function mergeApplied(
  live: unknown,
  applied: unknown,
  schema: SchemaNode | undefined,
): unknown {
  const shape = shapeOf(applied, schema);
  if (shape === 'leaf' || live === undefined || live === null) return applied;
  if (shape === 'map' && isJsonObject(applied)) {
    const result: JsonObject = isJsonObject(live) ? { ...live } : {};
    for (const [name, value] of Object.entries(applied)) {
      if (value === null) delete result[name];
      else result[name] = mergeApplied(result[name], value, schema?.field(name));
    }
    return result;
  }
  if (!Array.isArray(live) || !Array.isArray(applied) || schema === undefined) return applied;
  if (shape === 'set')
    return [...live, ...applied.filter(item => !live.some(known => jsonEqual(known, item)))];
  return mergeKeyedLists(live, applied, schema);
}

function mergeKeyedLists(
  live: readonly unknown[],
  applied: readonly unknown[],
  schema: SchemaNode,
): unknown[] {
  const wanted = new Map(applied.map(item => [keyElement(item, schema), item]));
  const merged = live.map(item => {
    const key = keyElement(item, schema);
    if (!wanted.has(key)) return item;
    const change = wanted.get(key);
    wanted.delete(key);
    return mergeApplied(item, change, schema.items);
  });
  return [...merged, ...wanted.values()];
}
