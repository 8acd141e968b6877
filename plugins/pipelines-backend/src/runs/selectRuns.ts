import { InputError } from '@backstage/errors';
import type { Run, RunQuery } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';

type SortKey = string | number;

/** Whether a run is among those that a query asks for; places and folders are the engines' matter. */
export function runMatcher(query: RunQuery): (run: Run) => boolean {
  const { phases, pipeline, component, branch, author, since } = query;
  const words =
    query.search
      ?.toLowerCase()
      .split(/\s+/)
      .filter(word => word !== '') ?? [];
  return run =>
    (phases === undefined || phases.includes(run.phase)) &&
    (pipeline === undefined || run.pipeline === pipeline) &&
    (component === undefined || run.component === component) &&
    (branch === undefined || run.source?.branch === branch) &&
    (author === undefined || run.trigger.by === author) &&
    (since === undefined || run.createdAt >= since) &&
    (words.length === 0 || hasWords(run, words));
}

function hasWords({ ref, pipeline, component, source, trigger }: Run, words: readonly string[]) {
  const text = [ref.name, pipeline, component, source?.branch, source?.commit, trigger.by]
    .join('\n')
    .toLowerCase();
  return words.every(word => text.includes(word));
}

/** What runs are sorted by; the same run has the same key until it changes. */
export function sortKey(run: Run, sort: RunQuery['sort']): SortKey {
  switch (sort.replace(/^-/, '')) {
    case 'finished':
      return run.finishedAt ?? 0;
    case 'duration':
      return durationOf(run);
    case 'name':
      return run.ref.name;
    case 'pipeline':
      return run.pipeline ?? '';
    case 'phase':
      return run.phase;
    default:
      return run.createdAt;
  }
}

/** Runs that go on have none yet: it would change from one page to the next. */
function durationOf({ startedAt, finishedAt }: Run): number {
  return startedAt === undefined || finishedAt === undefined ? 0 : finishedAt - startedAt;
}

interface Position {
  readonly key: SortKey;
  readonly uid: string;
}

function comparePositions(a: Position, b: Position): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.uid === b.uid) return 0;
  return a.uid < b.uid ? -1 : 1;
}

const cursorSchema = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

function readCursor(cursor: string, sort: string): Position {
  const [cursorSort, key, uid] = parseCursor(cursor);
  if (cursorSort !== sort) throw new InputError('Invalid field "cursor": it is of another order');
  return { key, uid };
}

function parseCursor(cursor: string): z.output<typeof cursorSchema> {
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new InputError('Invalid field "cursor": it was not made here');
  }
}

/**
 * One page of the runs that match, by keyset: a run that is made or deleted meanwhile moves no other from one page to the next.
 * @throws InputError for a cursor of another order
 */
export function selectRuns(
  runs: readonly Run[],
  query: RunQuery,
): { items: Run[]; total: number; nextCursor?: string } {
  const { sort, cursor, limit } = query;
  const direction = sort.startsWith('-') ? -1 : 1;
  const matched = runs
    .filter(runMatcher(query))
    .map(run => ({ run, key: sortKey(run, sort), uid: run.uid }))
    .sort((a, b) => direction * comparePositions(a, b));
  const after = cursor === undefined ? undefined : readCursor(cursor, sort);
  const start =
    after === undefined
      ? 0
      : matched.findIndex(each => direction * comparePositions(each, after) > 0);
  const page = start < 0 ? [] : matched.slice(start, start + limit);
  const last = page.at(-1);
  const hasMore = start >= 0 && start + limit < matched.length;
  return {
    items: page.map(({ run }) => run),
    total: matched.length,
    nextCursor:
      hasMore && last !== undefined
        ? Buffer.from(JSON.stringify([sort, last.key, last.uid])).toString('base64url')
        : undefined,
  };
}
