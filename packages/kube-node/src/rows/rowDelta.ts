import type { Row } from '@kubemate/kube-common';
import type { RowDelta } from '../KubeService';

/** The part of a delta that is about rows. */
export type RowChanges = Pick<RowDelta, 'removed' | 'inserted' | 'updated'>;

/** Places of a longest strictly increasing subsequence: the rows that can stay where they are. */
function increasing(values: readonly number[]): Set<number> {
  const tails: number[] = [];
  const previous: number[] = [];
  for (const [at, value] of values.entries()) {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const tail = values[tails[middle] ?? -1];
      if (tail !== undefined && tail < value) low = middle + 1;
      else high = middle;
    }
    previous[at] = low > 0 ? (tails[low - 1] ?? -1) : -1;
    tails[low] = at;
  }
  const kept = new Set<number>();
  for (let at = tails.at(-1) ?? -1; at >= 0; at = previous[at] ?? -1) kept.add(at);
  return kept;
}

/** Whether deltas can name the rows: uids are there and differ. Restored clusters can share uids. */
export function haveDistinctUids(rows: readonly Row[]): boolean {
  return new Set(rows.map(row => row.uid)).size === rows.length;
}

/** The smallest change that turns one window into another. A row that moved is removed and inserted. */
export function diffRows(before: readonly Row[], after: readonly Row[]): RowChanges {
  const places = new Map(before.map((row, at) => [row.uid, at]));
  const common = after.filter(row => places.has(row.uid));
  const kept = increasing(common.map(row => places.get(row.uid) ?? -1));
  const keptUids = new Set(common.filter((_, at) => kept.has(at)).map(row => row.uid));
  const removed = before.filter(row => !keptUids.has(row.uid)).map(row => row.uid);
  const inserted: { index: number; row: Row }[] = [];
  const updated: Row[] = [];
  for (const [index, row] of after.entries()) {
    if (!keptUids.has(row.uid)) inserted.push({ index, row });
    else if (before[places.get(row.uid) ?? -1] !== row) updated.push(row);
  }
  return { removed, inserted, updated };
}

/** What a reader of the stream does with a delta: removed, then inserted in the order given, then updated. */
export function applyRowDelta(rows: readonly Row[], delta: RowChanges): Row[] {
  const removed = new Set(delta.removed);
  const next = rows.filter(row => !removed.has(row.uid));
  for (const { index, row } of delta.inserted) next.splice(index, 0, row);
  const updated = new Map(delta.updated.map(row => [row.uid, row]));
  return next.map(row => updated.get(row.uid) ?? row);
}
