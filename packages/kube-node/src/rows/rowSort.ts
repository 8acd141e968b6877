import { InputError } from '@backstage/errors';
import type { Cell, Column, Health, Row } from '@kubemate/kube-common';

export type SortValue = string | number | null;

/** A parsed `sort` parameter. */
export interface RowSort {
  /** Canonical text, `-restarts`; equal for equal orders. */
  readonly text: string;
  readonly descending: boolean;
  value(row: Row): SortValue;
}

/** Where a row stands in an order; a row's own position, or what a cursor remembers of a row that may be gone. */
export interface SortPosition {
  readonly value: SortValue;
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
}

export const DEFAULT_SORT = 'namespace';

/** Worst first: what somebody has to look at stands on top. */
const HEALTH_RANK: Record<Health, number> = {
  failed: 0,
  warning: 1,
  progressing: 2,
  unknown: 3,
  idle: 4,
  ok: 5,
};

const BUILT_IN: Record<string, (row: Row) => SortValue> = {
  name: row => row.name,
  namespace: row => row.namespace ?? '',
  cluster: row => row.cluster,
  health: row => HEALTH_RANK[row.health],
  reason: row => row.reason ?? null,
  owner: row => (row.owner === undefined ? null : `${row.owner.kind}/${row.owner.name}`),
  // An age grows while the object stays the same, so the order is kept by the creation time, the other way round.
  age: row => (Number.isNaN(row.created) ? null : -row.created),
};

/** `2/3` → 0.67, so that half-ready things of all sizes stand together. Text that is no fraction sorts after those that are. */
export function fractionValue(text: string): number | undefined {
  const slash = text.indexOf('/');
  if (slash < 1) return undefined;
  const ready = Number(text.slice(0, slash));
  const wanted = Number(text.slice(slash + 1));
  if (Number.isNaN(ready) || Number.isNaN(wanted)) return undefined;
  return wanted === 0 ? 1 : ready / wanted;
}

function cellValue(cell: Cell | undefined, type: Column['type']): SortValue {
  if (cell === undefined || cell === null || cell === '' || Number.isNaN(cell)) return null;
  if (typeof cell === 'boolean') return cell ? 1 : 0;
  if (type === 'fraction' && typeof cell === 'string') return fractionValue(cell) ?? cell;
  // Like `age`: a time is drawn as an age, so ascending means youngest first.
  if (type === 'time' && typeof cell === 'number') return -cell;
  return cell;
}

/** @throws InputError that names `sort` */
export function parseRowSort(text: string | undefined, columns: readonly Column[]): RowSort {
  const given = text === undefined || text === '' ? DEFAULT_SORT : text;
  const descending = given.startsWith('-');
  const id = descending ? given.slice(1) : given;
  const builtIn = Object.hasOwn(BUILT_IN, id) ? BUILT_IN[id] : undefined;
  if (builtIn !== undefined) return { text: given, descending, value: builtIn };
  const column = columns.find(candidate => candidate.id === id);
  if (column === undefined) {
    const known = [...Object.keys(BUILT_IN), ...columns.map(candidate => candidate.id)];
    throw new InputError(`sort: no column "${id}"; there are ${known.join(', ')}`);
  }
  return { text: given, descending, value: row => cellValue(row.cells[id], column.type) };
}

/** Nothing stands last in either direction; numbers stand before text where a column has both. */
export function compareSortValues(a: SortValue, b: SortValue, descending: boolean): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  return a < b !== descending ? -1 : 1;
}

/** The tie-break, the same in both directions: cluster, namespace, name. */
function compareIdentity(a: Row, b: Row): number {
  if (a.cluster !== b.cluster) return a.cluster < b.cluster ? -1 : 1;
  const namespaceA = a.namespace ?? '';
  const namespaceB = b.namespace ?? '';
  if (namespaceA !== namespaceB) return namespaceA < namespaceB ? -1 : 1;
  if (a.name === b.name) return 0;
  return a.name < b.name ? -1 : 1;
}

export function compareRows(a: Row, b: Row, sort: RowSort): number {
  return compareSortValues(sort.value(a), sort.value(b), sort.descending) || compareIdentity(a, b);
}

export function positionOf(row: Row, sort: RowSort): SortPosition {
  return {
    value: sort.value(row),
    cluster: row.cluster,
    namespace: row.namespace ?? '',
    name: row.name,
  };
}

export function compareRowToPosition(row: Row, position: SortPosition, sort: RowSort): number {
  const byValue = compareSortValues(sort.value(row), position.value, sort.descending);
  if (byValue !== 0) return byValue;
  if (row.cluster !== position.cluster) return row.cluster < position.cluster ? -1 : 1;
  const namespace = row.namespace ?? '';
  if (namespace !== position.namespace) return namespace < position.namespace ? -1 : 1;
  if (row.name === position.name) return 0;
  return row.name < position.name ? -1 : 1;
}
