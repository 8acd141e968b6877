import type { RunEvent, RunPage } from '@kubemate/plugin-pipelines-common';

/** The page with what has changed; a delta before any page says nothing. */
export function applyRunEvent(page: RunPage | undefined, event: RunEvent): RunPage | undefined {
  if (event.type === 'page') return event.page;
  if (page === undefined) return undefined;
  const { removed, inserted, updated, total, asOf, nextCursor } = event.delta;
  const gone = new Set(removed);
  const items = page.items.filter(({ uid }) => !gone.has(uid));
  for (const { index, run } of inserted) items.splice(index, 0, run);
  const changed = new Map(updated.map(run => [run.uid, run]));
  return { ...page, items: items.map(run => changed.get(run.uid) ?? run), total, asOf, nextCursor };
}
