import type { PlaceFailure, RunQuery } from '@kubemate/plugin-pipelines-common';
import { positionOf, writeCursor } from './runOrder';
import { inOrder } from './selectRuns';
import type { SelectedRuns } from './selectRuns';

/** One page of several that were made for the same query and have no run in common. */
export function mergePages(pages: readonly SelectedRuns[], query: RunQuery): SelectedRuns {
  const { sort, limit } = query;
  const total = pages.reduce((sum, page) => sum + page.total, 0);
  const found = inOrder(
    pages.flatMap(page => page.items),
    sort,
  );
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const goesOn = found.length > limit || pages.some(page => page.nextCursor !== undefined);
  const nextCursor =
    goesOn && last !== undefined ? writeCursor(positionOf(last, sort), sort) : undefined;
  return { items, total, nextCursor };
}

/** One word on each place, with all that is to be said. */
export function mergeFailures(failures: readonly PlaceFailure[]): PlaceFailure[] {
  const places = new Map<string, PlaceFailure>();
  for (const failure of failures) {
    const { place, reason } = failure;
    const known = places.get(place);
    if (known === undefined) places.set(place, failure);
    else if (reason.startsWith(known.reason)) places.set(place, { ...known, reason });
    else places.set(place, { ...known, reason: `${known.reason}; ${reason}` });
  }
  return [...places.values()];
}
