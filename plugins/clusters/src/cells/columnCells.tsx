import {
  formatBytes,
  formatCoresCell,
  type Cell,
  type Column,
  type Row,
} from '@kubemate/kube-common';
import { Age, StatusChip } from '@kubemate/ui';
import { useTheme } from '@mui/material/styles';
import type { CSSProperties, ReactNode } from 'react';

/** A cell as text: what is read out, copied, and counts as a change. */
export function cellText(value: Cell | undefined, type: Column['type']): string {
  if (value === null || value === undefined) return '';
  if (type === 'bytes' && typeof value === 'number') return formatBytes(value);
  if (type === 'cores' && typeof value === 'number') return formatCoresCell(value);
  if (type === 'number' && typeof value === 'number') return value.toLocaleString('en-US');
  if (type === 'list') return String(value).split(',').join(', ');
  if (typeof value === 'boolean') return value ? '✓' : '–';
  return String(value);
}

/** `ready/wanted` as its two numbers; undefined for other text. */
export function parseFraction(text: string): { ready: number; wanted: number } | undefined {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  return match === null ? undefined : { ready: Number(match[1]), wanted: Number(match[2]) };
}

// Plain elements with inline styles: there are hundreds in a table, and a style rule for each would cost more than the rest.
const FRACTION: CSSProperties = { display: 'flex', alignItems: 'center', gap: 8, minWidth: 0 };
const NUMBER: CSSProperties = { fontVariantNumeric: 'tabular-nums' };
const BAR: CSSProperties = { display: 'block', height: 4, borderRadius: 2 };

function FractionCell({ text }: { text: string }) {
  const { surface, health } = useTheme().palette.kubemate;
  const fraction = parseFraction(text);
  if (fraction === undefined) return <span>{text}</span>;
  const { ready, wanted } = fraction;
  const share = wanted === 0 ? 0 : Math.min(1, ready / wanted);
  return (
    <span style={FRACTION}>
      <span style={NUMBER}>{text}</span>
      {wanted > 0 && (
        <span aria-hidden style={{ ...BAR, flex: 1, maxWidth: 48, background: surface.pressed }}>
          <span
            style={{
              ...BAR,
              width: `${share * 100}%`,
              background: (share === 1 ? health.ok : health.warning).fg,
            }}
          />
        </span>
      )}
    </span>
  );
}

/** Columns whose word is the row's health in Kubernetes' own words. */
const STATUS_COLUMNS = new Set(['status', 'phase']);

/** Whether a column is where a row's health belongs. */
export function isStatusColumn(column: Pick<Column, 'id'>): boolean {
  return STATUS_COLUMNS.has(column.id);
}

function NoValue() {
  const { disabled } = useTheme().palette.text;
  return (
    <span aria-hidden style={{ color: disabled }}>
      —
    </span>
  );
}

/** A cell as drawn; undefined where its text is all there is. */
export function renderCell(row: Row, column: Column): ReactNode {
  const value = row.cells[column.id];
  if (value === null || value === undefined) return <NoValue />;
  if (column.type === 'time' && typeof value === 'number') return <Age at={value} />;
  if (column.type === 'fraction') return <FractionCell text={String(value)} />;
  if (column.id === 'status')
    return <StatusChip health={row.health} label={String(value)} variant="plain" />;
  return cellText(value, column.type);
}
