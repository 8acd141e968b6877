import Tooltip from '@mui/material/Tooltip';
import { visuallyHidden } from '../layout/visuallyHidden';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiArrowDownLine, RiArrowUpLine } from '@remixicon/react';
import {
  memo,
  useRef,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
} from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import type { LiveTableColumn } from './LiveTableProps';
import { nextSort, parseSort } from './sort';
import { HeaderButton, ResizeHandle } from './tableStyles';
import { TickBox } from './TickBox';

export interface TableHeaderProps<T> {
  columns: readonly LiveTableColumn<T>[];
  style: CSSProperties;
  sort?: string;
  onSortChange?(sort: string): void;
  onWidthChange?(column: string, width: number): void;
  /** How many of the rows are selected; undefined where they cannot be. */
  selected?: 'none' | 'some' | 'all';
  onToggleAll?(): void;
}

type SortDirection = 'ascending' | 'descending' | 'none';

function Resizer(props: { title: string; onWidth(width: number): void }) {
  const { t } = useTranslationRef(uiTranslationRef);
  const drag = useRef<{ x: number; width: number }>();
  const cellWidth = (handle: HTMLElement) => handle.parentElement?.offsetWidth ?? 0;
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault();
    event.stopPropagation();
    drag.current = { x: event.clientX, width: cellWidth(event.currentTarget) };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent) => {
    if (drag.current === undefined) return;
    props.onWidth(drag.current.width + event.clientX - drag.current.x);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowLeft: -16, ArrowRight: 16 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    props.onWidth(cellWidth(event.currentTarget) + by);
  };
  return (
    <ResizeHandle
      role="slider"
      aria-orientation="horizontal"
      aria-label={t('table.resize', { column: props.title })}
      aria-valuenow={0}
      tabIndex={-1}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      onKeyDown={onKeyDown}
    />
  );
}

function HeaderCell<T>(
  props: Pick<TableHeaderProps<T>, 'sort' | 'onSortChange' | 'onWidthChange'> & {
    column: LiveTableColumn<T>;
  },
) {
  const { column, sort, onSortChange, onWidthChange } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const current = parseSort(sort);
  const direction = (): SortDirection => {
    if (current?.column !== column.id) return 'none';
    return current.descending ? 'descending' : 'ascending';
  };
  const sortable = column.sortable === true && onSortChange !== undefined;
  const Arrow = current?.descending ? RiArrowDownLine : RiArrowUpLine;
  const active = direction() !== 'none';
  return (
    <div
      role="columnheader"
      data-align={column.align}
      aria-sort={sortable ? direction() : undefined}
    >
      <Tooltip title={column.description ?? ''}>
        {sortable ? (
          <HeaderButton
            type="button"
            aria-label={t('table.sortBy', { column: column.title })}
            onClick={() => onSortChange(nextSort(sort, column.id))}
          >
            <span>{column.title}</span>
            {active && <Arrow size={14} aria-hidden />}
          </HeaderButton>
        ) : (
          <HeaderButton as="div" style={{ cursor: 'default' }}>
            <span style={column.titleHidden ? visuallyHidden : undefined}>{column.title}</span>
          </HeaderButton>
        )}
      </Tooltip>
      {onWidthChange !== undefined && (
        <Resizer title={column.title} onWidth={width => onWidthChange(column.id, width)} />
      )}
    </div>
  );
}

function TableHeaderInner<T>(props: TableHeaderProps<T>) {
  const { columns, style, selected, onToggleAll, ...rest } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <div role="rowgroup" style={{ display: 'contents' }}>
      <div role="row" aria-rowindex={1} data-header="" style={style}>
        {selected !== undefined && (
          <div role="columnheader" style={{ display: 'flex', alignItems: 'center' }}>
            <TickBox label={t('table.selectAll')} state={selected} onChange={onToggleAll} />
          </div>
        )}
        {columns.map(column => (
          <HeaderCell key={column.id} column={column} {...rest} />
        ))}
      </div>
    </div>
  );
}

/** The column titles: sorts on a click, resizes at the edges, stays in view. Drawn again only when one of its own changes. */
export const TableHeader = memo(TableHeaderInner) as <T>(
  props: TableHeaderProps<T>,
) => ReactElement;
