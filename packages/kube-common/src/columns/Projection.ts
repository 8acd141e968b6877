import type { KubeObject } from '../kubeObject';
import type { Cell, Column, ColumnType, Health } from '../row';

/** How an object is doing, and the one word for it. */
export interface HealthReport {
  readonly health: Health;
  readonly reason?: string;
}

/** What a projection reads from one object. */
export interface Facts extends HealthReport {
  readonly cells: Readonly<Record<string, Cell>>;
}

/** How one resource type becomes rows: its columns, and the cells and health of one object. */
export interface Projection<T extends KubeObject = KubeObject> {
  readonly columns: readonly Column[];
  read(object: T): Facts;
}

/**
 * Erases the object type of a projection, so that projections of different kinds fit in one table.
 * This is the parsed edge: the API server has validated the built-in kinds against these very shapes, and
 * `projectorFor` contains what a broken one throws.
 */
export function forKind<T extends KubeObject>(projection: Projection<T>): Projection {
  return { columns: projection.columns, read: object => projection.read(object as T) };
}

function column(priority: Column['priority']) {
  return (id: string, title: string, type: ColumnType = 'text'): Column => ({
    id,
    title,
    type,
    priority,
  });
}

/** A column shown by default. */
export const shown = column(0);
/** A column shown on request. */
export const wide = column(1);
/** A column that only feeds filters and totals. */
export const hidden = column(2);

export const OK: HealthReport = { health: 'ok' };

/** Joins the values of a list cell, once each, in their order; null where there are none. */
export function listCell(
  values: readonly (string | null | undefined)[] | undefined,
): string | null {
  const present = values?.filter((value): value is string => Boolean(value)) ?? [];
  return present.length === 0 ? null : [...new Set(present)].join(',');
}

/** A projection of a kind that only holds data or rules: it exists, therefore it is well. */
export function forStaticKind<T extends KubeObject>(
  columns: readonly Column[],
  cells: (object: T) => Facts['cells'],
): Projection {
  return forKind<T>({ columns, read: object => ({ health: 'ok', cells: cells(object) }) });
}
