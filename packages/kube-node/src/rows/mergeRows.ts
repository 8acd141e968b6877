import type { Row } from '@kubemate/kube-common';
import type { RowReader } from './RowReader';
import { compareRows, type RowSort } from './rowSort';

function before(a: RowReader, b: RowReader, sort: RowSort): boolean {
  if (a.current === undefined) return false;
  return b.current === undefined || compareRows(a.current.row, b.current.row, sort) < 0;
}

/** Restores the heap below its first reader, the only one that moved. */
function siftDown(heap: RowReader[], start: number, sort: RowSort): void {
  let at = start;
  for (;;) {
    const left = heap[2 * at + 1];
    const right = heap[2 * at + 2];
    const parent = heap[at];
    if (left === undefined || parent === undefined) return;
    const rightFirst = right !== undefined && before(right, left, sort);
    const child = rightFirst ? right : left;
    if (!before(child, parent, sort)) return;
    heap[at] = child;
    at = 2 * at + (rightFirst ? 2 : 1);
    heap[at] = parent;
  }
}

/** The rows of several readers as one sequence in their common order. */
export function* mergeRows(readers: readonly RowReader[], sort: RowSort): Generator<Row> {
  const heap = readers.filter(reader => reader.current !== undefined);
  for (let at = (heap.length >>> 1) - 1; at >= 0; at--) siftDown(heap, at, sort);
  for (let first = heap[0]; first?.current !== undefined; first = heap[0]) {
    yield first.current.row;
    first.advance();
    siftDown(heap, 0, sort);
  }
}
