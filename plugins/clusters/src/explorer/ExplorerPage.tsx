import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatResourceId, type ResourceId } from '@kubemate/kube-common';
import { Page, useColumnLayout, type SearchBoxHandle, useDocumentTitle } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Drawer from '@mui/material/Drawer';
import type { Theme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react';
import { useClusterList } from '../api/queries';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { ExplorerFilters } from './ExplorerFilters';
import { ExplorerHeader } from './ExplorerHeader';
import { isFiltered, toRowQuery, withResource } from './explorerState';
import { MissingParts } from './MissingParts';
import { ResourcePicker } from './ResourcePicker';
import { RowsTable } from './RowsTable';
import { layoutWithColumns } from './urlColumns';
import { useExplorerState } from './useExplorerState';
import { useNamespaces } from './useNamespaces';
import { useResourceTypes } from './useResourceTypes';
import { useRowsFeed } from './useRowsFeed';
import { useRowActions } from './useRowActions';
import { useStable } from './useStable';
import { useTableColumns } from './useTableColumns';

const NONE: never[] = [];
const SECOND = 1_000;

const NOTHING = {
  clusters: [],
  namespaces: [],
  search: '',
  health: [],
  filter: '',
  labelSelector: '',
};

/** Every kind of every cluster in one live table. */
export function ExplorerPage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { state, update, replaceAll } = useExplorerState();
  const { types, loading, failures } = useResourceTypes();
  const clusters = useClusterList().data?.items ?? NONE;
  const question = useMemo(() => toRowQuery(state), [state]);
  const live = useRowsFeed(question);
  const resource = formatResourceId(state.resource);
  const type = types.find(item => item.resource === resource);
  const kind = type?.kind ?? state.resource.plural;
  const columns = useStable(live.columns.length > 0 ? live.columns : type?.columns);
  const tableColumns = useTableColumns({
    columns,
    namespaced: type?.namespaced ?? true,
    showCluster: clusters.length !== 1,
  });
  const [stored, store] = useColumnLayout(`explorer:${resource}`);
  const layout = useMemo(
    () => layoutWithColumns(stored, tableColumns, state.columns),
    [stored, tableColumns, state.columns],
  );
  const namespaces = useNamespaces({
    clusters: state.clusters,
    rows: live.rows,
    chosen: state.namespaces,
  });
  const [picking, setPicking] = useState(false);
  const rowActions = useRowActions({ resource: state.resource, kind, live, columns: tableColumns });
  const search = useRef<SearchBoxHandle>(null);
  useDocumentTitle(kind, t('explorer.title'));

  const clear = useCallback(
    () => replaceAll({ ...withResource(state, state.resource), ...NOTHING }),
    [replaceAll, state],
  );
  const choose = useCallback(
    ({ group, version, plural }: ResourceId) => {
      replaceAll(withResource(state, { group, version, plural }));
      setPicking(false);
    },
    [replaceAll, state],
  );
  const openPicker = useCallback(() => setPicking(true), []);
  const total = live.state === 'ready' ? live.total : undefined;
  return (
    <Page>
      <ExplorerHeader
        kind={kind}
        state={state}
        question={question}
        columns={columns}
        total={total}
        asOf={live.asOf === undefined ? undefined : Math.floor(live.asOf / SECOND) * SECOND}
        connection={live.connection}
      />
      <Box sx={{ display: 'flex', flex: 1, minHeight: 0 }}>
        <PickerFrame open={picking} onClose={() => setPicking(false)}>
          <ResourcePicker
            types={types}
            loading={loading}
            selected={state.resource}
            count={live.outdated ? undefined : total}
            onSelect={choose}
          />
        </PickerFrame>
        <Box
          component="main"
          sx={{
            flex: 1,
            minWidth: 0,
            display: 'flex',
            flexDirection: 'column',
            gap: 1.5,
            p: { xs: 1.5, md: 2 },
          }}
        >
          <ExplorerFilters
            ref={search}
            state={state}
            update={update}
            clusters={clusters}
            namespaces={type?.namespaced === false ? undefined : namespaces}
            columns={tableColumns}
            layout={layout}
            onLayoutChange={store}
            onClear={clear}
            onChooseKind={openPicker}
          />
          <MissingParts live={live} kindFailures={failures} />
          {rowActions.bar}
          <Box
            aria-busy={live.outdated}
            sx={{
              flex: 1,
              minHeight: 0,
              display: 'flex',
              flexDirection: 'column',
              opacity: live.outdated ? 0.6 : 1,
            }}
          >
            <RowsTable
              key={resource}
              resource={state.resource}
              kind={kind}
              live={live}
              columns={rowActions.columns}
              layout={layout}
              onLayoutChange={store}
              {...rowActions.tableProps}
              sort={state.sort}
              onSortChange={sort => update({ sort })}
              filtered={isFiltered(state)}
              onClear={clear}
              onSearchRequest={() => search.current?.focus()}
            />
          </Box>
        </Box>
      </Box>
    </Page>
  );
}

/** The kinds beside the table, or in a drawer on a narrow screen. */
function PickerFrame(props: { open: boolean; onClose(): void; children: ReactNode }) {
  const { open, onClose, children } = props;
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  if (isNarrow)
    return (
      <Drawer open={open} onClose={onClose}>
        <Box sx={{ width: 272, height: 1 }}>{children}</Box>
      </Drawer>
    );
  return (
    <Box
      sx={{
        width: 232,
        flex: 'none',
        borderRight: 1,
        borderColor: 'divider',
        bgcolor: 'background.paper',
        minHeight: 0,
      }}
    >
      {children}
    </Box>
  );
}
