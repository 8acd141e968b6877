import type { Cell, Column, Row } from '@kubemate/kube-common';

/** A spreadsheet takes a text that starts so for a formula and would run it. */
const FORMULA = /^[=+\-@\t\r]/;

function field(value: Cell | undefined): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function cell(row: Row, column: Column): string {
  const value = row.cells[column.id];
  if (column.type === 'time' && typeof value === 'number') return new Date(value).toISOString();
  return field(value);
}

/** The first line of a file made of {@link csvLines}: ids rather than titles, so scripts survive a change of language. */
export function csvHeader(columns: readonly Column[]): string {
  const ids = columns.map(column => column.id);
  return `${['cluster', 'namespace', 'name', 'health', 'reason', 'created', ...ids].map(field).join(',')}\r\n`;
}

/** Rows as RFC 4180 lines. Amounts are plain numbers (bytes, cores), times ISO 8601. */
export function csvLines(rows: readonly Row[], columns: readonly Column[]): string {
  return rows
    .map(row => {
      const identity = [row.cluster, row.namespace, row.name, row.health, row.reason].map(field);
      const created = new Date(row.created).toISOString();
      return `${[...identity, created, ...columns.map(column => cell(row, column))].join(',')}\r\n`;
    })
    .join('');
}
