import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
  type CSSProperties,
  type MouseEvent,
} from 'react';
import { useNavigate } from 'react-router-dom';
import { useStableCallback } from '../data/useStableCallback';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { clickedRow } from './clickedRow';
import { DEFAULT_LAYOUT, setWidth, visibleColumns } from './columnLayout';
import { gridTemplate } from './gridTemplate';
import type { LiveTableProps } from './LiveTableProps';
import { loadRange } from './rowWindow';
import { SortSelect } from './SortSelect';
import { ROW_NAME, SkeletonRow, TableRow } from './TableRow';
import { TableHeader } from './TableHeader';
import { CARD_HEIGHT, Grid, HEADER_HEIGHT, ROW_HEIGHT, TWO_LINE_HEIGHT } from './tableStyles';
import { useActiveRow } from './useActiveRow';
import { useScroller } from './useScroller';
import { useSelection } from './useSelection';
import { useStillView } from './useStillView';

/** Narrower than this many px, rows are cards. */
const NARROW = 600;
/** Skeletons before the first answer. */
const FIRST_SKELETONS = 12;

/**
 * A table over any number of rows of which a window is loaded: draws what is in view, asks for what it needs, stays still
 * while rows change around it, and is worked by keyboard alone.
 */
export function LiveTable<T>(props: LiveTableProps<T>) {
  const { label, columns, rows, rowKey, onRangeChange, layout = DEFAULT_LAYOUT, loading } = props;
  const { onLayoutChange, selected, rowHref, onRowOpen, sort, onSortChange } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const { flash } = useTheme().palette.kubemate;
  const navigate = useNavigate();
  const gridId = useId();
  const [card, setCard] = useState(false);
  const onBox = useRef((box: { width: number }) => setCard(box.width > 0 && box.width < NARROW));
  const total = loading && props.total === 0 ? FIRST_SKELETONS : props.total;
  const heights = columns.some(column => column.second) ? TWO_LINE_HEIGHT : ROW_HEIGHT;
  const rowHeight = card ? CARD_HEIGHT : heights[layout.density];
  const headerHeight = card ? 0 : HEADER_HEIGHT;
  const scroller = useScroller({ rowHeight, headerHeight, total, onBox: onBox.current });
  const { element, drawn, viewport, update } = scroller;
  const question = `${sort ?? ''} ${props.viewKey ?? ''}`;
  const noteView = useStillView({ element, rowHeight, rows, total, rowKey, question });
  const shown = useMemo(
    () => visibleColumns(columns, layout).filter(column => card || !column.cardOnly),
    [columns, layout, card],
  );
  const selection = useSelection(props);
  const open = (row: T) => {
    if (onRowOpen !== undefined) onRowOpen(row);
    else if (rowHref !== undefined) navigate(rowHref(row));
  };
  const { active, setActive, onKeyDown } = useActiveRow({
    rows,
    total: props.total,
    rowKey,
    element,
    viewport,
    onOpen: open,
    onToggle: selection?.toggle,
    onMenu: props.onRowMenu,
    onSearchRequest: props.onSearchRequest,
  });

  const range = loadRange(drawn, total);
  useEffect(() => {
    onRangeChange?.({ offset: range.offset, limit: range.limit });
  }, [onRangeChange, range.offset, range.limit]);

  const rowStyle = useMemo((): CSSProperties => {
    const height = { height: rowHeight };
    return card
      ? height
      : { ...height, ...gridTemplate(shown, layout.widths, selected !== undefined) };
  }, [card, rowHeight, shown, layout.widths, selected === undefined]); // eslint-disable-line react-hooks/exhaustive-deps

  const headerStyle = useMemo(() => ({ ...rowStyle, height: HEADER_HEIGHT }), [rowStyle]);
  const changeSort = useStableCallback((next: string) => onSortChange?.(next));
  const changeWidth = useStableCallback((id: string, width: number) =>
    onLayoutChange?.(setWidth(layout, id, width)),
  );
  const toggleAll = useStableCallback(() => selection?.toggleAll());
  const selectLabel = useMemo(() => t('table.select', { row: ROW_NAME }), [t]);

  const onClick = (event: MouseEvent<HTMLElement>) => {
    const clicked = clickedRow(event, { opensPrimary: onRowOpen !== undefined });
    const row = clicked && rows.get(clicked.index);
    if (clicked === undefined || row === undefined) return;
    setActive({ index: clicked.index, key: rowKey(row) });
    if (clicked.part === 'tick') selection?.toggle(row);
    if (clicked.part !== 'row') return;
    event.preventDefault();
    open(row);
  };

  if (props.total === 0 && !loading) return <Box sx={{ flex: 1 }}>{props.empty}</Box>;
  const indexes = Array.from({ length: drawn.end - drawn.start }, (_, i) => drawn.start + i);
  const primary = columns.find(column => column.primary);
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', flex: 1, minHeight: 0, gap: 1 }}>
      {card && <SortSelect columns={columns} sort={sort} onSortChange={onSortChange} />}
      <Grid
        ref={element}
        role="grid"
        aria-label={label}
        aria-rowcount={loading && props.total === 0 ? -1 : props.total + 1}
        aria-multiselectable={selected !== undefined || undefined}
        aria-activedescendant={active === undefined ? undefined : `${gridId}-${active.index}`}
        aria-busy={loading}
        aria-keyshortcuts={props.onRowMenu ? 'j k Enter Space .' : 'j k Enter Space'}
        tabIndex={0}
        onKeyDown={onKeyDown}
        onClick={onClick}
        onScroll={() => {
          update();
          noteView();
        }}
      >
        {!card && (
          <TableHeader
            columns={shown}
            style={headerStyle}
            sort={sort}
            onSortChange={onSortChange && changeSort}
            selected={selection?.state}
            onToggleAll={toggleAll}
            onWidthChange={onLayoutChange && changeWidth}
          />
        )}
        <div
          role="rowgroup"
          data-openable={onRowOpen || rowHref ? '' : undefined}
          style={{
            height: total * rowHeight,
            minWidth: card ? undefined : rowStyle.minWidth,
            paddingTop: drawn.start * rowHeight,
            boxSizing: 'border-box',
            overflow: 'clip',
          }}
        >
          {indexes.map(index => {
            const row = rows.get(index);
            if (row === undefined) {
              return (
                <SkeletonRow
                  key={`skeleton ${index}`}
                  index={index}
                  cells={card ? 1 : shown.length + (selected === undefined ? 0 : 1)}
                  style={rowStyle}
                  label={t('table.loadingRow')}
                />
              );
            }
            return (
              <TableRow
                key={rowKey(row)}
                id={`${gridId}-${index}`}
                index={index}
                row={row}
                columns={shown}
                card={card}
                style={rowStyle}
                active={active?.index === index}
                selected={selected?.has(rowKey(row))}
                selectLabel={selectLabel}
                name={primary?.text(row) ?? rowKey(row)}
                flashColour={flash}
                href={rowHref?.(row)}
              />
            );
          })}
        </div>
      </Grid>
    </Box>
  );
}
