import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ResourceId, Row } from '@kubemate/kube-common';
import { BulkDialog, type LiveTableColumn, operationsApiRef } from '@kubemate/ui';
import { RiMore2Fill } from '@remixicon/react';
import { useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import { useNoteReceipt } from '../operations/ActionDialog';
import type { Action } from '../operations/actionCatalog';
import { objectInput, rowSubject } from '../operations/Subject';
import { useSay } from '../operations/useSay';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { BulkBar } from './BulkBar';
import { RowMenu } from './RowMenu';
import type { RowsTableProps } from './RowsTable';
import { rowKey } from './RowsTable';
import type { LiveRows } from './useRowsFeed';

export interface RowActionsOptions {
  readonly resource: ResourceId;
  readonly kind: string;
  readonly live: LiveRows;
  readonly columns: readonly LiveTableColumn<Row>[];
}

export interface RowActions {
  /** The columns with one more behind the name: the menu of the row. */
  readonly columns: readonly LiveTableColumn<Row>[];
  readonly tableProps: Pick<RowsTableProps, 'selected' | 'onSelectedChange' | 'onRowMenu'>;
  /** What can be done to the selected rows; nothing where none is selected. */
  readonly bar: ReactNode;
}

/** Actions of a table of rows: a menu for each, and a bar for those that are selected. */
export function useRowActions(options: RowActionsOptions): RowActions {
  const { resource, kind, live, columns } = options;
  const { t } = useTranslationRef(clustersTranslationRef);
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const say = useSay();
  const [menu, setMenu] = useState<{ row: Row; anchor: HTMLElement }>();
  // The rows themselves: a selected row may have scrolled out of what is loaded.
  const [selected, setSelected] = useState<ReadonlyMap<string, Row>>(new Map());
  const [bulk, setBulk] = useState<{ action: Action; rows: readonly Row[]; opener: HTMLElement }>();
  const type = `${resource.group}/${resource.version}/${resource.plural}`;
  useEffect(() => setSelected(new Map()), [type]);
  const keys = useMemo(() => new Set(selected.keys()), [selected]);
  const label = useRef(t);
  label.current = t;
  const withMenu = useMemo(() => {
    const column = menuColumn({
      open: (row, anchor) => setMenu({ row, anchor }),
      label: row => label.current('operations.menuOf', { name: row.name }),
    });
    // Behind the name: at the end of a wide table nobody would find it.
    return [...columns.slice(0, 1), column, ...columns.slice(1)];
  }, [columns]);
  const select = (next: ReadonlySet<string>) => {
    const loaded = new Map([...live.rows.values()].map(row => [rowKey(row), row]));
    setSelected(
      new Map(
        [...next].flatMap(key => {
          const row = loaded.get(key) ?? selected.get(key);
          return row === undefined ? [] : [[key, row] as const];
        }),
      ),
    );
  };
  return {
    columns: withMenu,
    tableProps: {
      selected: keys,
      onSelectedChange: select,
      onRowMenu: (row, anchor) => setMenu({ row, anchor }),
    },
    bar: (
      <>
        {selected.size > 0 && (
          <BulkBar
            resource={resource}
            count={selected.size}
            onClear={() => setSelected(new Map())}
            onStart={(action, opener) => setBulk({ action, opener, rows: [...selected.values()] })}
          />
        )}
        {menu !== undefined && (
          <RowMenu
            key={rowKey(menu.row)}
            row={menu.row}
            anchor={menu.anchor}
            resource={resource}
            kind={kind}
            onClose={() => setMenu(undefined)}
          />
        )}
        {bulk !== undefined && (
          <BulkDialog
            operations={operations}
            contract={bulk.action.contract}
            title={t(`operations.actions.${bulk.action.id}`)}
            inputs={bulk.rows.map(row => bulk.action.input(rowSubject(row, { resource, kind })))}
            targetOf={input => targetOf(input)}
            say={say}
            opener={bulk.opener}
            onReceipt={note}
            onClose={() => setBulk(undefined)}
          />
        )}
      </>
    ),
  };

  /** The object that an input names: the inputs of actions for many hold nothing else. */
  function targetOf(input: Readonly<Record<string, unknown>>) {
    const row = bulk?.rows.find(item => {
      const own = bulk.action.input(rowSubject(item, { resource, kind }));
      return JSON.stringify(own) === JSON.stringify(input);
    });
    return row === undefined
      ? { kind, name: '' }
      : objectInput(rowSubject(row, { resource, kind }));
  }
}

function menuColumn(tools: {
  open(row: Row, anchor: HTMLElement): void;
  label(row: Row): string;
}): LiveTableColumn<Row> {
  return {
    id: 'actions',
    title: '',
    width: 48,
    status: true,
    text: () => '',
    render: row => (
      <button
        type="button"
        // Styled by the grid, as everything that each row has.
        data-row-button=""
        // The grid takes the keyboard: `.` on the row opens the same menu.
        tabIndex={-1}
        aria-label={tools.label(row)}
        aria-haspopup="menu"
        onClick={event => tools.open(row, event.currentTarget)}
      >
        <RiMore2Fill size={16} />
      </button>
    ),
  };
}
