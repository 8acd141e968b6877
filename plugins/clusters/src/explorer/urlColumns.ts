import type { ColumnLayout } from '@kubemate/ui';

interface Known {
  readonly id: string;
  readonly hidden?: boolean;
}

/** The layout with the columns that an address names, in its order; a person's own widths and density stay. */
export function layoutWithColumns(
  layout: ColumnLayout,
  known: readonly Known[],
  ids: readonly string[] | undefined,
): ColumnLayout {
  if (ids === undefined) return layout;
  const chosen = new Set(ids);
  const visible = Object.fromEntries(known.map(({ id }) => [id, chosen.has(id)]));
  return { ...layout, order: ids, visible };
}

/** The columns that a layout shows, in order; undefined where that is the type's own choice. */
export function columnsOf(layout: ColumnLayout, known: readonly Known[]): string[] | undefined {
  if (layout.order.length === 0 && Object.keys(layout.visible).length === 0) return undefined;
  const rank = (id: string) => {
    const place = layout.order.indexOf(id);
    return place < 0 ? layout.order.length : place;
  };
  return known
    .filter(({ id, hidden }) => layout.visible[id] ?? hidden !== true)
    .map(({ id }) => id)
    .sort((a, b) => rank(a) - rank(b));
}
