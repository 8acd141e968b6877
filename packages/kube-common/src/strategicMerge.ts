type JsonObject = { [field: string]: unknown };

/** What a schema says of one place about how a patch changes it: the published merge keys and patch strategies. */
export interface MergeSchema {
  readonly mergeKey: string | undefined;
  readonly patchStrategies: readonly string[];
  readonly items: MergeSchema | undefined;
  field(name: string): MergeSchema | undefined;
}

export interface StrategicMergeOptions {
  /** Absent where nothing is published, as for custom resources: then lists are replaced. */
  readonly schema: MergeSchema | undefined;
  /** Where a list's items go that the patch names: `kept` as API servers do, `first` as kustomize does. */
  readonly placing?: 'kept' | 'first';
}

/** A patch that cannot be meant; the message says why in the words of the API server. */
export class StrategicMergeError extends Error {
  override readonly name = 'StrategicMergeError';
}

const ORDER = '$setElementOrder/';
const DELETE_FROM = '$deleteFromPrimitiveList/';

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A value as a patch leaves it where nothing was there before: without directives. */
function withoutDirectives(value: unknown): unknown {
  if (Array.isArray(value))
    return value
      .filter(item => !isObject(item) || item.$patch === undefined)
      .map(withoutDirectives);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, field]) => !name.startsWith('$') && field !== null)
      .map(([name, field]) => [name, withoutDirectives(field)]),
  );
}

/**
 * Strategic merge patch, by the published merge keys and patch strategies.
 * @throws StrategicMergeError for a directive that there is not, or an item without its merge key
 */
export function strategicMerge(
  current: unknown,
  patch: unknown,
  options: StrategicMergeOptions,
): unknown {
  if (!isObject(patch)) return patch;
  if (patch.$patch === 'replace') return withoutDirectives(patch);
  if (patch.$patch === 'delete') return {};
  if (patch.$patch !== undefined && patch.$patch !== 'merge')
    throw new StrategicMergeError(`unknown patch type found: ${patch.$patch}`);
  const result: JsonObject = isObject(current) ? { ...current } : {};
  for (const [name, value] of Object.entries(patch)) {
    if (name.startsWith(DELETE_FROM)) {
      const field = name.slice(DELETE_FROM.length);
      const gone = listOf(value);
      result[field] = listOf(result[field]).filter(item => !gone.includes(item));
    } else if (!name.startsWith('$') && name !== '__proto__') {
      const { schema, ...rest } = options;
      mergeField(result, { name, value, patch, ...rest, schema: schema?.field(name) });
    }
  }
  retainKeys(result, patch);
  return result;
}

interface FieldChange extends StrategicMergeOptions {
  readonly name: string;
  readonly value: unknown;
  readonly patch: JsonObject;
}

function mergeField(result: JsonObject, change: FieldChange): void {
  const { name, value, schema, placing, patch } = change;
  const current = result[name];
  if (value === null || (isObject(value) && value.$patch === 'delete')) {
    delete result[name];
    return;
  }
  if (Array.isArray(value)) {
    const merges = schema?.patchStrategies.includes('merge') === true;
    const order = listOf(patch[`${ORDER}${name}`]);
    if (merges && schema !== undefined)
      result[name] = mergeList(listOf(current), value, { schema, placing, order });
    else result[name] = withoutDirectives(value);
    return;
  }
  result[name] =
    isObject(value) && isObject(current)
      ? strategicMerge(current, value, { schema, placing })
      : withoutDirectives(value);
}

function retainKeys(result: JsonObject, patch: JsonObject): void {
  if (!Array.isArray(patch.$retainKeys)) return;
  for (const name of Object.keys(result))
    if (!patch.$retainKeys.includes(name)) delete result[name];
}

interface ListMerge {
  readonly schema: MergeSchema;
  readonly placing: StrategicMergeOptions['placing'];
  readonly order: readonly unknown[];
}

function mergeList(
  current: readonly unknown[],
  patch: readonly unknown[],
  { schema, placing, order }: ListMerge,
): unknown[] {
  const { mergeKey } = schema;
  if (mergeKey === undefined) {
    const added = patch.filter(item => !current.includes(item));
    return inOrder([...current, ...added], order, item => item);
  }
  const keyOf = (item: unknown) => (isObject(item) ? item[mergeKey] : undefined);
  const items = patch.filter(isObject);
  if (items.some(item => item.$patch === 'replace' && keyOf(item) === undefined))
    return patch
      .filter(item => !isObject(item) || item.$patch === undefined)
      .map(withoutDirectives);
  let result = [...current];
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined)
      throw new StrategicMergeError(
        `map: ${JSON.stringify(item)} does not contain declared merge key: ${mergeKey}`,
      );
    const index = result.findIndex(known => keyOf(known) === key);
    if (item.$patch === 'delete') result = result.filter(known => keyOf(known) !== key);
    else if (index < 0) result.push(withoutDirectives(item));
    else result[index] = strategicMerge(result[index], item, { schema: schema.items, placing });
  }
  if (placing === 'first') return named(result, items.map(keyOf), keyOf);
  return inOrder(result, order, item => keyOf(item));
}

/** What the patch names comes first, in its order; the others follow as they were. */
function named(
  items: readonly unknown[],
  keys: readonly unknown[],
  keyOf: (item: unknown) => unknown,
): unknown[] {
  const first = [...new Set(keys)].flatMap(key => items.filter(item => keyOf(item) === key));
  return [...first, ...items.filter(item => !keys.includes(keyOf(item)))];
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
