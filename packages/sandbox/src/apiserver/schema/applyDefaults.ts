import { isJsonObject } from '../json';
import type { SchemaNode } from './SchemaNode';

/** Fills in a structural schema's defaults, children after their parents; null means absent where it is not nullable. */
export function applyDefaults(value: unknown, schema: SchemaNode): void {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined) for (const item of value) applyDefaults(item, items);
    return;
  }
  if (!isJsonObject(value)) return;
  for (const name of schema.propertyNames) {
    const child = schema.property(name);
    if (child === undefined) continue;
    const isAbsent =
      value[name] === undefined || (value[name] === null && child.raw.nullable !== true);
    if (isAbsent && child.hasDefault) value[name] = structuredClone(child.raw.default);
    else if (isAbsent && value[name] === null) delete value[name];
    if (value[name] !== undefined) applyDefaults(value[name], child);
  }
  const { additionalProperties } = schema;
  if (additionalProperties === undefined) return;
  for (const [name, field] of Object.entries(value)) {
    if (schema.property(name) === undefined) applyDefaults(field, additionalProperties);
  }
}
