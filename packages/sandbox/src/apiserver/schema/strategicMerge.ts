import { ApiStatusError } from '../ApiStatusError';
import { isJsonObject, jsonEqual, listAt, objectsAt } from '../json';
import type { JsonObject } from '../publishedDocuments';
import type { SchemaNode } from './SchemaNode';

const ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';

/** A value as a patch leaves it where nothing was there before: without directives. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value))
    return value
      .filter(item => !isJsonObject(item) || item.$patch === undefined)
      .map(withoutDirectives);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, field]) => !name.startsWith('$') && field !== null)
      .map(([name, field]) => [name, withoutDirectives(field)]),
  );
}

/** Strategic merge patch, by the published merge keys and patch strategies. */
export function strategicMerge(
  current: unknown,
  patch: unknown,
  schema: SchemaNode | undefined,
): unknown {
  if (!isJsonObject(patch)) return patch;
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  if (patch.$patch === 'delete') return {};
  if (patch.$patch !== undefined && patch.$patch !== 'merge')
    throw ApiStatusError.badRequest(`unknown patch type found: ${patch.$patch}`);
  const result: JsonObject = isJsonObject(current) ? { ...current } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith(DELETE_FROM)) {
      const field = name.slice(DELETE_FROM.length);
      const gone = listAt(value);
      result[field] = listAt(result[field]).filter(
        item => !gone.some(other => jsonEqual(other, item)),
      );
    } else if (!name.startsWith('$')) {
      mergeField(result, { name, value, schema: schema?.field(name), patch });
    }
  }
  retainKeys(result, patch);
  return result;
}

interface FieldChange {
  readonly name: string;
  readonly value: unknown;
  readonly schema: SchemaNode | undefined;
  readonly patch: JsonObject;
}

function mergeField(result: JsonObject, { name, value, schema, patch }: FieldChange): void {
  const current = result[name];
  if (value === null || (isJsonObject(value) && value.$patch === 'delete')) {
    delete result[name];
    return;
  }
  if (Array.isArray(value)) {
    const merges = schema?.patchStrategies.includes('merge') === true;
    const order = listAt(patch[`${ORDER}${name}`]);
    if (merges && schema !== undefined)
      result[name] = mergeList(listAt(current), value, { schema, order });
    else result[name] = withoutDirectives(value);
    return;
  }
  result[name] =
    isJsonObject(value) && isJsonObject(current)
      ? strategicMerge(current, value, schema)
      : withoutDirectives(value);
}

function retainKeys(result: JsonObject, patch: JsonObject): void {
  if (!Array.isArray(patch.$retainKeys)) return;
  for (const name of Object.keys(result))
    if (!patch.$retainKeys.includes(name)) delete result[name];
}

interface ListMerge {
  readonly schema: SchemaNode;
  readonly order: readonly unknown[];
}

function mergeList(
  current: readonly unknown[],
  patch: readonly unknown[],
  { schema, order }: ListMerge,
): unknown[] {
  const { mergeKey } = schema;
  if (mergeKey === undefined) {
    const added = patch.filter(item => !current.some(known => jsonEqual(known, item)));
    return inOrder([...current, ...added], order, item => item);
  }
  const keyOf = (item: unknown) => (isJsonObject(item) ? item[mergeKey] : undefined);
  if (objectsAt(patch).some(item => item.$patch === 'replace' && keyOf(item) === undefined))
    return patch
      .filter(item => !isJsonObject(item) || item.$patch === undefined)
      .map(withoutDirectives);
  let result = [...current];
  for (const item of objectsAt(patch)) {
    const key = keyOf(item);
    if (key === undefined)
      throw ApiStatusError.badRequest(
        `map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`,
      );
    const index = result.findIndex(known => keyOf(known) === key);
    if (item.$patch === 'delete') result = result.filter(known => keyOf(known) !== key);
    else if (index < 0) result.push(withoutDirectives(item));
    else result[index] = strategicMerge(result[index], item, schema.items);
  }
  return inOrder(result, order, item => keyOf(item));
}

/** Puts the items that the patch orders in that order; others keep their places between them. */
function inOrder(
  items: readonly unknown[],
  order: readonly unknown[],
  keyOf: (item: unknown) => unknown,
): unknown[] {
  if (order.length === 0) return [...items];
  const rank = (item: unknown) => order.findIndex(wanted => keyOf(wanted) === keyOf(item));
  const ordered = items.filter(item => rank(item) >= 0).sort((a, b) => rank(a) - rank(b));
  return items.map(item => (rank(item) < 0 ? item : ordered.shift()));
}
