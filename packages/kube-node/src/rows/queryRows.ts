import { dataTime } from './dataTime';
import type { Health, Row } from '@kubemate/kube-common';
import type { RowFacets } from '../KubeService';
import { MatchedRows, type RowSource } from './MatchedRows';
import { mergeRows } from './mergeRows';
import type { NamespaceIds } from './NamespaceSet';
import type { ParsedRowQuery } from './parseRowQuery';
import { encodeRowCursor } from './rowCursor';
import { readersFrom, RowRanks } from './RowRanks';
import { RowReader } from './RowReader';
import { positionOf } from './rowSort';

/** What a query runs against. */
export interface RowContext {
  readonly sources: readonly RowSource[];
  readonly ids: NamespaceIds;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** A window of the answer to a query over several clusters. */
export interface RowWindow {
  readonly items: readonly Row[];
  readonly offset: number;
  readonly total: number;
  readonly nextCursor: string | undefined;
  /** Oldest data of the sources, in epoch milliseconds; `now` where there is no source. */
  readonly asOf: number;
}

function startReaders(
  sources: readonly MatchedRows[],
  query: ParsedRowQuery,
  total: number,
): { readers: RowReader[]; offset: number; skip: number } {
  if (query.after !== undefined) {
    const before = new RowRanks(sources).before(query.after);
    const readers = readersFrom(sources, query.after, { exclusive: true });
    const inclusive = readersFrom(sources, query.after);
    // The row that the cursor names counts as shown where it still exists.
    const present = readers.some((reader, at) => reader.current !== inclusive[at]?.current);
    return { readers, offset: before + (present ? 1 : 0), skip: 0 };
  }
  const offset = Math.min(query.offset, total);
  if (offset === 0) return { readers: readersFrom(sources, undefined), offset, skip: 0 };
  const { position, remaining } = new RowRanks(sources).seek(offset);
  return { readers: readersFrom(sources, position), offset, skip: remaining };
}

function matchedRows(query: ParsedRowQuery, context: RowContext): MatchedRows[] {
  return context.sources.map(source => new MatchedRows(source, query, context));
}

function oldest(context: RowContext): number {
  const { now, sources } = context;
  return Math.min(now, ...sources.map(({ store }) => dataTime(store.status, now)));
}

/** Answers a query for one viewer from the maintained orders. Synchronous: it never waits for a cluster. */
export function queryRows(query: ParsedRowQuery, context: RowContext): RowWindow {
  const sources = matchedRows(query, context);
  const total = sources.reduce((sum, rows) => sum + rows.total, 0);
  const { readers, offset, skip } = startReaders(sources, query, total);
  const items: Row[] = [];
  let toSkip = skip;
  if (offset < total) {
    for (const row of mergeRows(readers, query.sort)) {
      if (toSkip-- > 0) continue;
      items.push(row);
      if (items.length === query.limit) break;
    }
  }
  const last = items.at(-1);
  const more = last !== undefined && offset + items.length < total;
  const nextCursor = more ? encodeRowCursor(positionOf(last, query.sort), query.sort) : undefined;
  return { items, offset, total, nextCursor, asOf: oldest(context) };
}

/** Every matching row in the query's order, whatever its window. */
export function allRows(query: ParsedRowQuery, context: RowContext): Row[] {
  const sources = matchedRows(query, context);
  return [...mergeRows(readersFrom(sources, undefined), query.sort)];
}

/** Counts over every matching row, whatever the query's window. */
export function countFacets(query: ParsedRowQuery, context: RowContext): RowFacets {
  const health: Record<Health, number> = {
    ok: 0,
    progressing: 0,
    warning: 0,
    failed: 0,
    idle: 0,
    unknown: 0,
  };
  const namespaces: { cluster: string; namespace: string; count: number }[] = [];
  let total = 0;
  for (const rows of matchedRows(query, context)) {
    const counts = new Map<string, { cluster: string; namespace: string; count: number }>();
    for (const row of mergeRows([new RowReader(rows)], query.sort)) {
      const { cluster, namespace } = row;
      total++;
      health[row.health]++;
      if (namespace === undefined) continue;
      const known = counts.get(namespace);
      if (known === undefined) counts.set(namespace, { cluster, namespace, count: 1 });
      else known.count++;
    }
    namespaces.push(...counts.values());
  }
  return { total, health, namespaces };
}
