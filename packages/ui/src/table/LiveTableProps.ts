import type { ReactNode } from 'react';
import type { ColumnLayout } from './columnLayout';

/** One column of a {@link LiveTable}. */
export interface LiveTableColumn<T> {
  readonly id: string;
  readonly title: string;
  /** Starting width in px. */
  readonly width?: number;
  readonly align?: 'start' | 'end';
  readonly sortable?: boolean;
  /** Hidden until chosen. */
  readonly hidden?: boolean;
  /** The name of the row: first line of a card on a narrow screen, never hidden. One column has this. */
  readonly primary?: boolean;
  /** Stands beside the primary column on a narrow screen. */
  readonly status?: boolean;
  /**
   * Stands on the second line of a card on a narrow screen: `cut` gives way where the line is too long, `whole` never does.
   * Where no column says so, the first four do.
   */
  readonly card?: 'cut' | 'whole';
  /** Before the cell on a card, where the cell alone would not say what it is. */
  readonly cardTitle?: string;
  /** Stands on cards alone: in a table it is another column's second line. */
  readonly cardOnly?: boolean;
  /** The header is read out and not drawn: for a column of buttons. */
  readonly titleHidden?: boolean;
  /** Explains the column in a tooltip. */
  readonly description?: string;
  /** The cell as text: what is read out, and what counts as a change (the cell flashes). */
  text(row: T): string;
  /** The cell as drawn; `text` where absent. */
  render?(row: T): ReactNode;
  /** A quieter line below the cell in a table; rows are then two lines high. */
  second?(row: T): string;
}

/** The rows that a table needs now, by position. */
export interface RowRange {
  readonly offset: number;
  readonly limit: number;
}

export interface LiveTableProps<T> {
  /** What the rows are: `Pods`. The grid's accessible name. */
  label: string;
  columns: readonly LiveTableColumn<T>[];
  /** Rows in the whole result. */
  total: number;
  /** The rows that are loaded, by position; positions missing here are drawn as skeletons. */
  rows: ReadonlyMap<number, T>;
  /** Stable and unique: the row's uid with its cluster. */
  rowKey(row: T): string;
  /** Called when other rows come into view; the range has a margin on both sides and changes in steps. */
  onRangeChange?(range: RowRange): void;
  /** Column id, descending with a leading minus, as the HTTP API writes it: `-age`. */
  sort?: string;
  onSortChange?(sort: string): void;
  /** Order, visibility and widths, from {@link useColumnLayout}. */
  layout?: ColumnLayout;
  onLayoutChange?(layout: ColumnLayout): void;
  /** Keys of the selected rows; selection is off where absent. */
  selected?: ReadonlySet<string>;
  onSelectedChange?(selected: ReadonlySet<string>): void;
  /** Where the primary cell links to. */
  rowHref?(row: T): string;
  /** Enter or a click on a row. With `rowHref` the link is followed when this is absent. */
  onRowOpen?(row: T): void;
  /** The first answer is on its way: draws skeletons instead of `empty`. */
  loading?: boolean;
  /** Drawn when there are no rows. */
  empty: ReactNode;
  /** Changes with the question (search, filters, scope): the table then starts at the top again. Sorting does so by itself. */
  viewKey?: string;
  /** `.` or the menu key on a row calls this, with the row's element to stand beside: what can be done to it. */
  onRowMenu?(row: T, anchor: HTMLElement): void;
  /** `/` in the table calls this: focus the search box. */
  onSearchRequest?(): void;
}
