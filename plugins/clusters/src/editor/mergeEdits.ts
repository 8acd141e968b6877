/** A field that both have changed, each in another way. */
export interface EditConflict {
  /** `spec.replicas` */
  readonly path: string;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface MergedEdits {
  readonly merged: unknown;
  /** Fields where mine was put in place of theirs. */
  readonly conflicts: readonly EditConflict[];
}

/**
 * Puts my edits of an object on top of the state that somebody else has made of it in the meantime. Lists of things with names are merged
 * by name, other lists as a whole. Where both changed one field, mine stands and the field is named, so that nothing is lost unseen.
 */
export function mergeEdits(versions: {
  base: unknown;
  mine: unknown;
  theirs: unknown;
}): MergedEdits {
  const conflicts: EditConflict[] = [];
  const merged = merge({ ...versions, path: '' }, conflicts);
  return { merged, conflicts };
}

interface Versions {
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
  readonly path: string;
}

function merge({ base, mine, theirs, path }: Versions, conflicts: EditConflict[]): unknown {
  if (same(mine, base)) return theirs;
  if (same(theirs, base) || same(mine, theirs)) return mine;
  if (isRecord(mine) && isRecord(theirs)) {
    const entries = new Map<string, unknown>();
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
      const child = {
        base: isRecord(base) ? base[key] : undefined,
        mine: mine[key],
        theirs: theirs[key],
        path: path === '' ? key : `${path}.${key}`,
      };
      const value = merge(child, conflicts);
      if (value !== undefined) entries.set(key, value);
    }
    return Object.fromEntries(entries);
  }
  const lists = [named(base ?? []), named(mine), named(theirs)] as const;
  const [baseItems, mineItems, theirItems] = lists;
  if (baseItems && mineItems && theirItems) {
    const items: unknown[] = [];
    for (const name of new Set([...theirItems.keys(), ...mineItems.keys()])) {
      const child = {
        base: baseItems.get(name),
        mine: mineItems.get(name),
        theirs: theirItems.get(name),
        path: `${path}[${name}]`,
      };
      const value = merge(child, conflicts);
      if (value !== undefined) items.push(value);
    }
    return items;
  }
  conflicts.push({ path, mine, theirs });
  return mine;
}

/** Items by name; undefined where it is no list of distinctly named things. */
function named(value: unknown): Map<string, unknown> | undefined {
  if (!Array.isArray(value)) return undefined;
  const items = new Map<string, unknown>();
  for (const item of value) {
    if (!isRecord(item) || typeof item.name !== 'string' || items.has(item.name)) return undefined;
    items.set(item.name, item);
  }
  return items;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Equal as JSON whatever the order of keys. */
function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right))
    return left.length === right.length && left.every((item, at) => same(item, right[at]));
  if (!isRecord(left) || !isRecord(right)) return false;
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every(key => same(left[key], right[key]));
}
