/** JSON merge patch, RFC 7396: an object merges, null removes, anything else replaces. */
export type MergePatch = Readonly<Record<string, unknown>>;

type Json = Readonly<Record<string, unknown>>;

/** The patch that turns `before` into `after`. Lists are values: one that differs is given whole. */
export function mergePatchBetween(before: Json, after: Json): MergePatch {
  // Entries, not assignments: a key may be `__proto__`.
  const patch: [string, unknown][] = [];
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, young] = [own(before, key), own(after, key)];
    if (sameJson(old, young)) continue;
    if (young === undefined) patch.push([key, null]);
    else if (isJson(old) && isJson(young)) patch.push([key, mergePatchBetween(old, young)]);
    else patch.push([key, young]);
  }
  return Object.fromEntries(patch);
}

/**
 * The patch that makes `live` what `target` says, and takes away what `original` said and `target` does not: what others have added
 * stays. Lists are values, as in `CreateThreeWayJSONMergePatch` of k8s.io/apimachinery `pkg/util/jsonmergepatch`.
 */
export function threeWayPatch(options: { original: Json; target: Json; live: Json }): MergePatch {
  const { original, target, live } = options;
  const patch: [string, unknown][] = [];
  for (const [key, wanted] of Object.entries(target)) {
    if (wanted === null || wanted === undefined) continue;
    const [old, was] = [own(live, key), own(original, key)];
    if (!isJson(wanted) || !isJson(old)) {
      if (!sameJson(old, wanted)) patch.push([key, wanted]);
      continue;
    }
    const inner = threeWayPatch({ original: isJson(was) ? was : {}, target: wanted, live: old });
    if (Object.keys(inner).length > 0) patch.push([key, inner]);
  }
  for (const key of Object.keys(original))
    if ((own(target, key) ?? null) === null && own(live, key) !== undefined)
      patch.push([key, null]);
  return Object.fromEntries(patch);
}

export function applyMergePatch(value: Json, patch: MergePatch): Record<string, unknown> {
  const result = new Map(Object.entries(value));
  for (const [key, change] of Object.entries(patch)) {
    const old = result.get(key);
    if (change === null) result.delete(key);
    else if (isJson(change)) result.set(key, applyMergePatch(isJson(old) ? old : {}, change));
    else result.set(key, change);
  }
  return Object.fromEntries(result);
}

/**
 * Paths that a patch writes and at which a value is not what the patch wrote: what somebody else has changed since.
 * A field that was removed may be absent or empty.
 */
export function changedSince(value: unknown, patch: MergePatch, path = ''): string[] {
  const object = isJson(value) ? value : {};
  return Object.entries(patch).flatMap(([key, written]) => {
    const place = path === '' ? key : `${path}.${key}`;
    const now = own(object, key);
    if (written === null) return now === undefined || now === null ? [] : [place];
    if (isJson(written)) return changedSince(now, written, place);
    return sameJson(now, written) ? [] : [place];
  });
}

function sameJson(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, at) => sameJson(item, right[at]));
  if (!isJson(left) || !isJson(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every(key => sameJson(own(left, key), own(right, key)));
}

function own(object: Json, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
