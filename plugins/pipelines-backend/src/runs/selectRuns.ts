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

/**
 * One page of the runs that match, by keyset: a run that is made or deleted meanwhile moves no other from one page to the next.
 * @throws InputError for a cursor of another order
 */
export function selectRuns(runs: readonly Run[], query: RunQuery): SelectedRuns {
  const matched = runs.filter(runMatcher(query));
  return { ...pageOf(matched, query), total: matched.length };
}

/** The page of runs of any order that a query's cursor and limit ask for. */
export function pageOf(
  runs: readonly Run[],
  { sort, limit, cursor }: Pick<RunQuery, 'sort' | 'limit' | 'cursor'>,
): Omit<SelectedRuns, 'total'> {
  const compare = positionComparer(sort);
  const after = readCursor({ sort, limit, cursor });
  const rest: Placed[] = [];
  let count = 0;
  // Only the page is kept in order: sorting all of many runs for each look at a few costs more than finding them.
  const cut = () => rest.sort((a, b) => compare(a.position, b.position)).splice(limit);
  for (const run of runs) {
    const position = positionOf(run, sort);
    if (after !== undefined && compare(position, after) <= 0) continue;
    count += 1;
    rest.push({ run, position });
    if (rest.length > limit * 2) cut();
  }
  cut();
  const last = rest.at(-1);
  return {
    items: rest.map(({ run }) => run),
    nextCursor: count > limit && last !== undefined ? writeCursor(last.position, sort) : undefined,
  };
}

interface Placed {
  readonly run: Run;
  readonly position: RunPosition;
}
