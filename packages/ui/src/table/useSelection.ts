import type { LiveTableProps } from './LiveTableProps';

/** Selection of rows by key; undefined where the table has none. */
export function useSelection<T>(
  props: Pick<LiveTableProps<T>, 'rows' | 'rowKey' | 'selected' | 'onSelectedChange'>,
) {
  const { rows, rowKey, selected, onSelectedChange } = props;
  if (selected === undefined || onSelectedChange === undefined) return undefined;
  const loaded = () => [...rows.values()].map(rowKey);
  // Nearly always nothing is selected, and then the rows need not be looked at.
  const isAll = () => selected.size > 0 && loaded().every(key => selected.has(key));
  const state = () => {
    if (selected.size === 0) return 'none' as const;
    return isAll() ? ('all' as const) : ('some' as const);
  };
  return {
    state: state(),
    toggle(row: T) {
      const next = new Set(selected);
      if (!next.delete(rowKey(row))) next.add(rowKey(row));
      onSelectedChange(next);
    },
    toggleAll() {
      onSelectedChange(isAll() ? new Set() : new Set([...selected, ...loaded()]));
    },
  };
}
