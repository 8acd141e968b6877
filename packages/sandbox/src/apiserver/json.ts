import type { JsonObject } from './publishedDocuments';

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object, or an empty one: for reading optional branches of unknown documents. */
export function objectAt(value: unknown, ...path: string[]): JsonObject {
  let current = value;
  for (const field of path) current = isJsonObject(current) ? current[field] : undefined;
  return isJsonObject(current) ? current : {};
}

export function listAt(value: unknown, ...path: string[]): readonly unknown[] {
  const last = path.at(-1);
  const found = last === undefined ? value : objectAt(value, ...path.slice(0, -1))[last];
  return Array.isArray(found) ? found : [];
}

export function objectsAt(value: unknown, ...path: string[]): readonly JsonObject[] {
  return listAt(value, ...path).filter(isJsonObject);
}

export function stringAt(value: unknown, ...path: string[]): string | undefined {
  const last = path.at(-1);
  const found = last === undefined ? value : objectAt(value, ...path.slice(0, -1))[last];
  return typeof found === 'string' ? found : undefined;
}

export function numberAt(value: unknown, ...path: string[]): number | undefined {
  const last = path.at(-1);
  const found = last === undefined ? value : objectAt(value, ...path.slice(0, -1))[last];
  return typeof found === 'number' ? found : undefined;
}

/** Whether two JSON values say the same, whatever the order of their fields. */
export function jsonEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => jsonEqual(item, right[index]))
    );
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const fields = Object.keys(left).filter(field => left[field] !== undefined);
  const others = Object.keys(right).filter(field => right[field] !== undefined);
  return (
    fields.length === others.length &&
    fields.every(field => Object.hasOwn(right, field) && jsonEqual(left[field], right[field]))
  );
}

/** JSON merge patch (RFC 7386). Shares the parts of `target` that it leaves alone. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const result: JsonObject = isJsonObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete result[field];
    else if (field === '__proto__') continue;
    else result[field] = mergePatch(result[field], value);
  }
  return result;
}
