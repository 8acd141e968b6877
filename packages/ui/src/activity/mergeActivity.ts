import type { ActivityFinds, ActivityItem } from './ActivitySourceBlueprint';

/** What several sources know, as one timeline. */
export interface MergedActivity {
  /** Newest first, each once. */
  readonly items: readonly ActivityItem[];
  /** Asks for older ones of the sources that keep the timeline from going on; absent where it is at its end. */
  readonly more?: () => void;
}

/**
 * A source that has more to tell knows nothing of the time before its last item, so that the timeline ends where the first of them does: else what is
 * loaded later would appear in its middle. Of two items with one key the first source's is shown.
 */
export function mergeActivity(sources: readonly ActivityFinds[]): MergedActivity {
  const horizon = Math.max(-Infinity, ...sources.map(knownSince));
  const found = new Map<string, ActivityItem>();
  for (const item of sources.flatMap(({ items }) => items))
    if (item.at >= horizon && !found.has(item.key)) found.set(item.key, item);
  const items = [...found.values()].sort((a, b) => b.at - a.at || a.key.localeCompare(b.key));
  const open = sources.filter(source => source.more && knownSince(source) === horizon);
  if (open.length === 0) return { items };
  return { items, more: () => open.forEach(({ more }) => more?.()) };
}

function knownSince({ items, more }: ActivityFinds): number {
  return more === undefined ? -Infinity : (items.at(-1)?.at ?? -Infinity);
}
