export type Pairs = Readonly<Record<string, string>>;

/** What makes `before` into `after`; undefined where nothing does. */
export function pairChanges(
  before: Pairs,
  after: Pairs,
): { readonly set: Pairs; readonly remove: readonly string[] } | undefined {
  const set = Object.fromEntries(
    Object.entries(after).filter(([key, value]) => before[key] !== value),
  );
  const remove = Object.keys(before).filter(key => !(key in after));
  return Object.keys(set).length === 0 && remove.length === 0 ? undefined : { set, remove };
}
