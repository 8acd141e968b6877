import { isDeepStrictEqual } from 'node:util';
import type { Run, RunEvent, RunPage } from '@kubemate/plugin-pipelines-common';

/** What turns one page into another; undefined where they show the same. The whole page where clusters come or go. */
export function diffPages(shown: RunPage, now: RunPage): RunEvent | undefined {
  const isSame = isDeepStrictEqual(
    [shown.failures, shown.nextCursor, shown.total],
    [now.failures, now.nextCursor, now.total],
  );
  if (!isDeepStrictEqual(shown.failures, now.failures)) return { type: 'page', page: now };
  const before = new Map(shown.items.map(run => [run.uid, run]));
  const uids = new Set(now.items.map(({ uid }) => uid));
  const moved = movedRuns(shown.items, now.items, uids);
  const removed = shown.items
    .filter(({ uid }) => !uids.has(uid) || moved.has(uid))
    .map(({ uid }) => uid);
  const gone = new Set(removed);
  const inserted = now.items.flatMap((run, index) =>
    before.has(run.uid) && !gone.has(run.uid) ? [] : [{ index, run }],
  );
  const updated = now.items.filter(
    run =>
      !gone.has(run.uid) && before.has(run.uid) && !isDeepStrictEqual(before.get(run.uid), run),
  );
  if (isSame && removed.length + inserted.length + updated.length === 0) return undefined;
  const { total, asOf, nextCursor } = now;
  return { type: 'delta', delta: { removed, inserted, updated, total, asOf, nextCursor } };
}

/** Runs that stand elsewhere among those that stay: taken out and put in again. */
function movedRuns(
  shown: readonly Run[],
  now: readonly Run[],
  uids: ReadonlySet<string>,
): Set<string> {
  const stay = shown.filter(({ uid }) => uids.has(uid));
  const known = new Set(stay.map(({ uid }) => uid));
  const order = now.filter(({ uid }) => known.has(uid));
  return new Set(stay.flatMap(({ uid }, index) => (order[index]?.uid === uid ? [] : [uid])));
}
