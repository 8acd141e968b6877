import { InputError } from '@backstage/errors';
import type { Run, RunQuery } from '@kubemate/plugin-pipelines-common';
import { z } from 'zod';

export type SortKey = string | number;

/** Where a run stands in an order; what a cursor remembers of a run that may be gone. */
export interface RunPosition {
  readonly key: SortKey;
  readonly uid: string;
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
export function durationOf({ startedAt, finishedAt }: Run): number {
  return startedAt === undefined || finishedAt === undefined ? 0 : finishedAt - startedAt;
}

export function positionOf(run: Run, sort: RunQuery['sort']): RunPosition {
  return { key: sortKey(run, sort), uid: run.uid };
}

/** In the direction of the sort; ties by uid. */
export function positionComparer(sort: RunQuery['sort']) {
  const direction = sort.startsWith('-') ? -1 : 1;
  return (a: RunPosition, b: RunPosition) => direction * comparePositions(a, b);
}

function comparePositions(a: RunPosition, b: RunPosition): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.uid === b.uid) return 0;
  return a.uid < b.uid ? -1 : 1;
}

const cursorSchema = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

/**
 * The position that a page continues after.
 * @throws InputError for a cursor of another order
 */
export function readCursor({ cursor, sort }: RunQuery): RunPosition | undefined {
  if (cursor === undefined) return undefined;
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

export function writeCursor({ key, uid }: RunPosition, sort: RunQuery['sort']): string {
  return Buffer.from(JSON.stringify([sort, key, uid])).toString('base64url');
}
