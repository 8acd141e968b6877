function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left))
    return (
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => equal(item, right[index]))
    );
  if (!isFields(left) || !isFields(right)) return false;
  const fields = (object: Readonly<Record<string, unknown>>) =>
    Object.keys(object).filter(key => object[key] !== undefined);
  const keys = fields(left);
  return keys.length === fields(right).length && keys.every(key => equal(left[key], right[key]));
}

/**
 * Whether a JSON merge patch would change the value. Controllers report after every look, mostly what is known already;
 * finding that out here costs a fraction of what the API server spends on a write that comes to nothing.
 */
export function changesAnything(current: unknown, patch: unknown): boolean {
  if (patch === undefined) return false;
  if (patch === null) return current !== undefined && current !== null;
  if (!isFields(patch)) return !equal(current, patch);
  if (!isFields(current)) return true;
  for (const key in patch) if (changesAnything(current[key], patch[key])) return true;
  return false;
}
