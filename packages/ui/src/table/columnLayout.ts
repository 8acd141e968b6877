export type Density = 'comfortable' | 'compact';

/** What a person changed about a table's columns. Plain JSON, for the address, a saved view or storage. */
export interface ColumnLayout {
  /** Column ids in the order chosen; ids not named here follow in their own order. */
  readonly order: readonly string[];
  /** Overrides a column's own `hidden`. */
  readonly visible: Readonly<Record<string, boolean>>;
  /** px by column id. */
  readonly widths: Readonly<Record<string, number>>;
  readonly density: Density;
}

export const DEFAULT_LAYOUT: ColumnLayout = {
  order: [],
  visible: {},
  widths: {},
  density: 'comfortable',
};

/** The narrowest a column can be made, in px. */
export const MIN_WIDTH = 56;
const MAX_WIDTH = 960;

interface Arrangeable {
  readonly id: string;
  readonly hidden?: boolean;
  readonly primary?: boolean;
}

/** All columns in the order chosen. */
export function orderColumns<C extends Arrangeable>(
  columns: readonly C[],
  layout: ColumnLayout,
): C[] {
  const place = new Map(layout.order.map((id, index) => [id, index]));
  const rank = (column: C, own: number) => place.get(column.id) ?? layout.order.length + own;
  return columns
    .map((column, own) => ({ column, rank: rank(column, own) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ column }) => column);
}

/** Whether a column is drawn; the primary one always is. */
export function isVisible(column: Arrangeable, layout: ColumnLayout): boolean {
  return column.primary === true || (layout.visible[column.id] ?? column.hidden !== true);
}

/** The columns to draw, in order. */
export function visibleColumns<C extends Arrangeable>(
  columns: readonly C[],
  layout: ColumnLayout,
): C[] {
  return orderColumns(columns, layout).filter(column => isVisible(column, layout));
}

/** The layout with one column a step earlier or later. */
export function moveColumn(
  columns: readonly Arrangeable[],
  layout: ColumnLayout,
  move: { id: string; by: -1 | 1 },
): ColumnLayout {
  const ids = orderColumns(columns, layout).map(column => column.id);
  const from = ids.indexOf(move.id);
  const to = from + move.by;
  const other = ids[to];
  if (from < 0 || other === undefined) return layout;
  ids[to] = move.id;
  ids[from] = other;
  return { ...layout, order: ids };
}

/** The layout with one column shown or hidden. */
export function setVisible(layout: ColumnLayout, id: string, visible: boolean): ColumnLayout {
  return { ...layout, visible: { ...layout.visible, [id]: visible } };
}

/** The layout with one column's width, kept within what can be read. */
export function setWidth(layout: ColumnLayout, id: string, width: number): ColumnLayout {
  const bounded = Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
  return { ...layout, widths: { ...layout.widths, [id]: bounded } };
}
