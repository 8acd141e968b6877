import type { Column, Row } from '@kubemate/kube-common';
import { Age, StatusChip, type LiveTableColumn } from '@kubemate/ui';
import { useMemo } from 'react';
import { cellText, isStatusColumn, renderCell } from '../cells/columnCells';
import { useColumnTitle } from '../cells/useColumnTitle';

const NUMERIC = new Set(['number', 'bytes', 'cores']);
const WIDTHS: Readonly<Record<Column['type'], number>> = {
  text: 120,
  number: 88,
  boolean: 96,
  bytes: 110,
  cores: 110,
  time: 96,
  fraction: 100,
  list: 200,
};

export interface TableColumnsOptions {
  readonly columns: readonly Column[];
  readonly namespaced: boolean;
  /** False where only one cluster is shown. */
  readonly showCluster: boolean;
}

function toTableColumn(column: Column, title: string): LiveTableColumn<Row> {
  return {
    id: column.id,
    title,
    width: column.id === 'status' ? 150 : WIDTHS[column.type],
    align: NUMERIC.has(column.type) ? 'end' : 'start',
    sortable: true,
    hidden: column.priority > 0,
    status: column.id === 'status',
    description: column.description,
    text: row => cellText(row.cells[column.id], column.type),
    render: row => renderCell(row, column),
  };
}

/** The columns of a table of rows: who it is, what the type says of itself, how old it is. */
export function useTableColumns(options: TableColumnsOptions): readonly LiveTableColumn<Row>[] {
  const { columns, namespaced, showCluster } = options;
  const title = useColumnTitle();
  return useMemo(() => {
    const hasStatus = columns.some(column => isStatusColumn(column) && column.id === 'status');
    const identity: LiveTableColumn<Row>[] = [
      {
        id: 'name',
        title: title({ id: 'name', title: 'Name' }),
        width: 216,
        sortable: true,
        primary: true,
        text: row => row.name,
      },
      {
        id: 'health',
        title: title({ id: 'health', title: 'Health' }),
        width: 150,
        sortable: true,
        status: !hasStatus,
        // The word of the status column says the same and more.
        hidden: hasStatus,
        text: row => row.reason ?? row.health,
        render: row => <StatusChip health={row.health} label={row.reason} variant="plain" />,
      },
      {
        id: 'namespace',
        title: title({ id: 'namespace', title: 'Namespace' }),
        width: 112,
        sortable: true,
        hidden: !namespaced,
        text: row => row.namespace ?? '',
      },
      {
        id: 'cluster',
        title: title({ id: 'cluster', title: 'Cluster' }),
        width: 100,
        sortable: true,
        hidden: !showCluster,
        text: row => row.cluster,
      },
    ];
    const rest: LiveTableColumn<Row>[] = [
      {
        id: 'owner',
        title: title({ id: 'owner', title: 'Owner' }),
        width: 180,
        hidden: true,
        text: row => (row.owner === undefined ? '' : `${row.owner.kind}/${row.owner.name}`),
      },
      {
        id: 'labels',
        title: title({ id: 'labels', title: 'Labels' }),
        width: 260,
        hidden: true,
        text: row =>
          Object.entries(row.labels ?? {})
            .map(([key, value]) => `${key}=${value}`)
            .join(', '),
      },
      {
        id: 'age',
        title: title({ id: 'age', title: 'Age' }),
        width: 72,
        sortable: true,
        text: row => String(row.created),
        render: row => <Age at={row.created} />,
      },
    ];
    const own = columns
      .filter(column => column.priority < 2)
      .map(column => toTableColumn(column, title(column)));
    return [...identity, ...own, ...rest];
  }, [columns, namespaced, showCluster, title]);
}
