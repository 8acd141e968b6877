import { useCallback, useState } from 'react';
import { DEFAULT_LAYOUT, type ColumnLayout } from './columnLayout';

const PREFIX = 'kubemate.table.';

function load(id: string): ColumnLayout {
  try {
    const text = localStorage.getItem(PREFIX + id);
    if (text === null) return DEFAULT_LAYOUT;
    const { order, visible, widths, density } = JSON.parse(text);
    return {
      order: Array.isArray(order) ? order.filter(item => typeof item === 'string') : [],
      visible: typeof visible === 'object' && visible !== null ? visible : {},
      widths: typeof widths === 'object' && widths !== null ? widths : {},
      density: density === 'compact' ? 'compact' : 'comfortable',
    };
  } catch {
    // Storage is blocked or holds something else: the table works with its own columns.
    return DEFAULT_LAYOUT;
  }
}

/** A table's column layout, remembered in this browser under `id`. */
export function useColumnLayout(
  id: string,
): readonly [ColumnLayout, (layout: ColumnLayout) => void] {
  const [held, setHeld] = useState(() => ({ id, layout: load(id) }));
  const current = held.id === id ? held : { id, layout: load(id) };
  if (current !== held) setHeld(current);
  const change = useCallback(
    (layout: ColumnLayout) => {
      setHeld({ id, layout });
      try {
        localStorage.setItem(PREFIX + id, JSON.stringify(layout));
      } catch {
        // Not remembered then; see load.
      }
    },
    [id],
  );
  return [current.layout, change];
}
