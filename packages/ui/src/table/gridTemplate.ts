import type { CSSProperties } from 'react';
import { SELECT_WIDTH } from './tableStyles';

const DEFAULT_WIDTH = 140;

/**
 * The grid columns of a row. A column grows with the table from its starting width; one that a person has sized keeps
 * that size. When all are sized the room left goes to the end.
 */
export function gridTemplate(
  columns: readonly { readonly id: string; readonly width?: number }[],
  widths: Readonly<Record<string, number>>,
  selectable: boolean,
): Pick<CSSProperties, 'gridTemplateColumns' | 'minWidth'> {
  const own = (column: { width?: number }) => column.width ?? DEFAULT_WIDTH;
  const tracks = columns.map(column => {
    const sized = widths[column.id];
    return sized === undefined ? `minmax(${own(column)}px, ${own(column)}fr)` : `${sized}px`;
  });
  const least = columns.reduce((sum, column) => sum + (widths[column.id] ?? own(column)), 0);
  const allSized = columns.every(column => widths[column.id] !== undefined);
  const parts = [
    ...(selectable ? [`${SELECT_WIDTH}px`] : []),
    ...tracks,
    ...(allSized ? ['minmax(0, 1fr)'] : []),
  ];
  return {
    gridTemplateColumns: parts.join(' '),
    minWidth: least + (selectable ? SELECT_WIDTH : 0),
  };
}
