import type { RowDelta, RowPage } from './types';

/**
 * The page after a change of the window it shows: `removed` go, then `inserted` take their place in the order
 * given, then `updated` replace the row of the same uid. Rows that did not change keep their identity, so a table
 * redraws only what moved. An update of a row outside the window is ignored.
 */
export function applyRowDelta(page: RowPage, delta: RowDelta): RowPage {
  return {
    ...page,
    items: updateRows(insertRows(removeRows(page.items, delta), delta), delta),
    total: delta.total,
    asOf: delta.asOf,
  };
}

type Items = RowPage['items'];

function removeRows(items: Items, { removed }: RowDelta): Items {
  if (removed.length === 0) return items;
  const gone = new Set(removed);
  return items.filter(row => !gone.has(row.uid));
}

function insertRows(items: Items, { inserted }: RowDelta): Items {
  if (inserted.length === 0) return items;
  const next = [...items];
  for (const { index, row } of inserted) next.splice(index, 0, row);
  return next;
}

function updateRows(items: Items, { updated }: RowDelta): Items {
  if (updated.length === 0) return items;
  const changed = new Map(updated.map(row => [row.uid, row]));
  return items.map(row => changed.get(row.uid) ?? row);
}
