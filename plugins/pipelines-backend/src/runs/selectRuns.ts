import type { Run, RunQuery } from '@kubemate/plugin-pipelines-common';
import { runMatcher } from './matchRuns';
import { positionComparer, positionOf, readCursor, writeCursor } from './runOrder';
import type { RunPosition } from './runOrder';

/** A page of the runs that match. */
export interface SelectedRuns {
  readonly items: Run[];
  /** All that match, those of other pages included. */
  readonly total: number;
  readonly nextCursor?: string;
}

/** Questions that are remembered of one list; each costs a pointer for each run that matches. */
const MAX_QUESTIONS = 8;
const answers = new WeakMap<readonly Run[], Map<string, readonly Run[]>>();

/**
 * One page of the runs that match, by keyset: a run that is made or deleted meanwhile moves no other from one page to the next.
 * A list that is asked again costs no more than the page.
 * @param runs - never changed after it was given here
 * @throws InputError for a cursor of another order
 */
export function selectRuns(runs: readonly Run[], query: RunQuery): SelectedRuns {
  const { sort, limit } = query;
  const after = readCursor(query);
  const matched = matchedInOrder(runs, query);
  const first = after === undefined ? 0 : placeAfter(matched, { after, sort });
  const items = matched.slice(first, first + limit);
  const last = items.at(-1);
  const hasMore = first + items.length < matched.length && last !== undefined;
  const nextCursor = hasMore ? writeCursor(positionOf(last, sort), sort) : undefined;
  return { items, total: matched.length, nextCursor };
}

/** Runs in the order of a query. */
export function inOrder(runs: readonly Run[], sort: RunQuery['sort']): Run[] {
  const compare = positionComparer(sort);
  return runs
    .map(run => ({ run, position: positionOf(run, sort) }))
    .sort((a, b) => compare(a.position, b.position))
    .map(({ run }) => run);
}

function matchedInOrder(runs: readonly Run[], query: RunQuery): readonly Run[] {
  const { cursor: _cursor, limit: _limit, ...question } = query;
  const key = JSON.stringify(question);
  let known = answers.get(runs);
  if (known === undefined) answers.set(runs, (known = new Map<string, readonly Run[]>()));
  let matched = known.get(key);
  if (matched === undefined) {
    matched = inOrder(runs.filter(runMatcher(query)), query.sort);
    if (known.size === MAX_QUESTIONS) known.clear();
    known.set(key, matched);
  }
  return matched;
}

/** Of the first run behind a position. */
function placeAfter(
  runs: readonly Run[],
  { after, sort }: { after: RunPosition; sort: RunQuery['sort'] },
): number {
  const compare = positionComparer(sort);
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const run = runs[middle];
    if (run !== undefined && compare(positionOf(run, sort), after) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
