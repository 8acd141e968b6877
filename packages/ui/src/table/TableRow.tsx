import { memo, useLayoutEffect, useRef, type CSSProperties, type ReactElement } from 'react';
import { Link } from 'react-router-dom';
import { flashElement } from './flashElement';
import type { LiveTableColumn } from './LiveTableProps';
import { TickBox } from './TickBox';

export interface TableRowProps<T> {
  id: string;
  index: number;
  row: T;
  columns: readonly LiveTableColumn<T>[];
  /** Two lines instead of cells side by side. */
  card: boolean;
  style: CSSProperties;
  active: boolean;
  /** Undefined where rows cannot be selected. */
  selected: boolean | undefined;
  /** With {@link ROW_NAME} where the row's name goes. */
  selectLabel: string;
  name: string;
  flashColour: string;
  href?: string;
}

/** Stands for a row's name in a sentence that is translated once for all rows. */
export const ROW_NAME = '\u0000';

/** How many columns a card names beside the primary one and the status, where they do not say so themselves. */
const CARD_DETAILS = 4;

function cardDetails<T>(columns: readonly LiveTableColumn<T>[]): readonly LiveTableColumn<T>[] {
  const chosen = columns.filter(column => column.card !== undefined);
  return chosen.length > 0 ? chosen : columns.slice(0, CARD_DETAILS);
}

function Cell<T>({ column, row, href }: { column: LiveTableColumn<T>; row: T; href?: string }) {
  const content = column.render === undefined ? column.text(row) : column.render(row);
  if (!column.primary || href === undefined) return <>{content}</>;
  // The grid itself takes the keyboard; a tab stop per row would bury what comes after the table.
  return (
    <Link to={href} tabIndex={-1}>
      {content}
    </Link>
  );
}

/** A number without its header says nothing. */
function cardTitleOf<T>({ cardTitle, align, title }: LiveTableColumn<T>): string {
  const text = cardTitle ?? (align === 'end' ? title : undefined);
  return text === undefined ? '' : `${text} `;
}

/** Marks the cells whose text differs from what this row showed before. */
function useFlash<T>({ columns, row, flashColour }: TableRowProps<T>) {
  const element = useRef<HTMLDivElement>(null);
  const shown = useRef<{ row: T; columns: readonly LiveTableColumn<T>[] }>();
  useLayoutEffect(() => {
    const before = shown.current;
    shown.current = { row, columns };
    if (before === undefined || before.row === row || before.columns !== columns) return;
    for (const column of columns) {
      if (column.text(before.row) === column.text(row)) continue;
      const cell = element.current?.querySelector(`[data-column="${CSS.escape(column.id)}"]`);
      if (cell instanceof HTMLElement) flashElement(cell, flashColour);
    }
  }, [row, columns, flashColour]);
  return element;
}

function TableRowInner<T>(props: TableRowProps<T>) {
  const { id, index, row, columns, card, style, active, selected, name, href } = props;
  const element = useFlash(props);
  const cell = (column: LiveTableColumn<T>, place?: 'second') => (
    <div
      key={column.id}
      role="gridcell"
      data-column={column.id}
      data-align={card ? undefined : column.align}
      data-primary={column.primary ? '' : undefined}
      data-second={place === 'second' ? (column.card ?? 'cut') : undefined}
      title={column.render === undefined ? column.text(row) : undefined}
    >
      {place === 'second' && cardTitleOf(column)}
      {card || column.second === undefined ? (
        <Cell column={column} row={row} href={href} />
      ) : (
        <>
          <span data-line="first">
            <Cell column={column} row={row} href={href} />
          </span>
          <span data-line="second" title={column.second(row)}>
            {column.second(row)}
          </span>
        </>
      )}
    </div>
  );
  const checkbox = selected !== undefined && (
    <div role="gridcell" style={{ padding: 0 }}>
      <TickBox
        label={props.selectLabel.replace(ROW_NAME, name)}
        state={selected ? 'all' : 'none'}
        untabbable
      />
    </div>
  );
  const attributes = {
    id,
    ref: element,
    role: 'row',
    'data-index': index,
    'data-active': active ? '' : undefined,
    'aria-rowindex': index + 2,
    'aria-selected': selected,
    style,
  };
  if (!card) {
    return (
      <div {...attributes}>
        {checkbox}
        {columns.map(column => cell(column))}
      </div>
    );
  }
  const first = columns.filter(column => column.primary === true || column.status === true);
  const rest = cardDetails(columns.filter(column => !first.includes(column)));
  return (
    <div {...attributes} data-card="">
      <div>
        {checkbox}
        {first.map(column => cell(column))}
      </div>
      <div>{rest.map(column => cell(column, 'second'))}</div>
    </div>
  );
}

/** One loaded row. Drawn again only when its own object, its place or its selection changes. */
export const TableRow = memo(TableRowInner) as <T>(props: TableRowProps<T>) => ReactElement;

/** The outline of a row that is on its way. */
export const SkeletonRow = memo(
  (props: { index: number; cells: number; style: CSSProperties; label: string }) => (
    <div
      role="row"
      aria-rowindex={props.index + 2}
      aria-busy
      aria-label={props.label}
      style={props.style}
    >
      {Array.from({ length: props.cells }, (_, cell) => (
        <div role="gridcell" key={cell}>
          <div data-bone="" style={{ width: `${45 + ((props.index * 7 + cell * 23) % 45)}%` }} />
        </div>
      ))}
    </div>
  ),
);
SkeletonRow.displayName = 'SkeletonRow';
