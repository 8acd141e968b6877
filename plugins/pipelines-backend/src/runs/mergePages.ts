import type { PlaceFailure, RunQuery } from '@kubemate/plugin-pipelines-common';
import { positionOf, writeCursor } from './runOrder';
import { pageOf } from './selectRuns';
import type { SelectedRuns } from './selectRuns';

/** One page of several that were made for the same query and have no run in common. */
export function mergePages(pages: readonly SelectedRuns[], query: RunQuery): SelectedRuns {
  const total = pages.reduce((sum, page) => sum + page.total, 0);
  const { items, nextCursor } = pageOf(
    pages.flatMap(page => page.items),
    query,
  );
  const last = items.at(-1);
  const goesOn = pages.some(page => page.nextCursor !== undefined);
  const cursor =
    nextCursor ?? (goesOn && last && writeCursor(positionOf(last, query.sort), query.sort));
  return { items, total, nextCursor: cursor || undefined };
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
