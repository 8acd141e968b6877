import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import { applyMove, followRow, moveForKey, type ActiveRow } from './activeRow';
import { scrollToRow, type Viewport } from './rowWindow';

interface ActiveRowOptions<T> {
  readonly rows: ReadonlyMap<number, T>;
  readonly total: number;
  rowKey(row: T): string;
  readonly element: RefObject<HTMLElement>;
  viewport(): Viewport;
  onOpen(row: T): void;
  readonly onToggle?: (row: T) => void;
  readonly onMenu?: (row: T, anchor: HTMLElement) => void;
  readonly onSearchRequest?: () => void;
}

/** The row that the keyboard is on, and what keys do with it. */
export function useActiveRow<T>(options: ActiveRowOptions<T>) {
  const { rows, total, rowKey, element, viewport } = options;
  const [active, setActive] = useState<ActiveRow>();
  useEffect(() => {
    setActive(now => now && followRow(now, { rows, total, rowKey }));
  }, [rows, total, rowKey]);

  const goTo = (index: number) => {
    const row = rows.get(index);
    setActive({ index, key: row === undefined ? undefined : rowKey(row) });
    const view = viewport();
    const top = scrollToRow(index, view);
    if (element.current !== null && top !== view.scrollTop) element.current.scrollTop = top;
  };

  const act = (key: string): boolean => {
    const row = active === undefined ? undefined : rows.get(active.index);
    if (key === '/' && options.onSearchRequest !== undefined) options.onSearchRequest();
    else if (key === 'Enter' && row !== undefined) options.onOpen(row);
    else if (key === ' ' && row !== undefined) options.onToggle?.(row);
    else if ((key === '.' || key === 'ContextMenu') && row !== undefined && options.onMenu) {
      const anchor = element.current?.querySelector<HTMLElement>(`[data-index="${active?.index}"]`);
      options.onMenu(row, anchor ?? element.current ?? document.body);
    } else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || total === 0) return;
    // Keys on a header button or a control inside a cell are that control's own.
    if (event.target !== event.currentTarget) return;
    const view = viewport();
    const move = moveForKey(event.key, Math.floor(view.height / view.rowHeight));
    if (move !== undefined) goTo(applyMove(active?.index, move, total));
    if (move !== undefined || act(event.key)) event.preventDefault();
  };

  return { active, setActive, onKeyDown };
}
