import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Run } from '@kubemate/plugin-pipelines-common';
import {
  DataAge,
  describeError,
  EmptyState,
  FailureState,
  FilterBar,
  LiveTable,
  Page,
  PageContent,
  PartialBanner,
  type SearchBoxHandle,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { RiGitMergeLine } from '@remixicon/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { BulkBar } from './BulkBar';
import { PipelinesHeader } from './PipelinesHeader';
import { PlaceFailures } from './PlaceFailures';
import { RunMenu } from './RunMenu';
import { isFiltered, NO_FILTER, RANGES, RUNS_PARAMS, runsRequest } from './runsState';
import { useRunColumns } from './useRunColumns';
import { useOlderRuns, type OlderRuns } from './useOlderRuns';
import { useRunFilters } from './useRunFilters';
import { useRuns, type LiveRuns } from './useRuns';

const NO_RUNS: readonly Run[] = [];

/** Runs over all clusters, live. */
export function RunsPage() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [state] = useUrlState(RUNS_PARAMS);
  // The start of a range is fixed when it is chosen: a stream whose question moves on would never rest.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const now = useMemo(() => Date.now(), [state.range]);
  const request = useMemo(() => runsRequest(state, now), [state, now]);
  const live = useRuns(request);
  const older = useOlderRuns(request, live.data);
  useDocumentTitle(t('tabs.runs'), t('title'));
  const connection =
    live.connection === 'failed' || live.connection === 'ended' ? 'offline' : live.connection;
  return (
    <Page>
      <PipelinesHeader
        tab="runs"
        actions={<DataAge asOf={live.data?.asOf} connection={connection} />}
      />
      <PageContent layout="fill">
        <RunsBody live={live} older={older} />
      </PageContent>
    </Page>
  );
}

function RunsBody({ live, older }: { live: LiveRuns; older: OlderRuns }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [state, update] = useUrlState(RUNS_PARAMS);
  const box = useRef<SearchBoxHandle>(null);
  const first = live.data?.items ?? NO_RUNS;
  const runs = useMemo(() => [...first, ...older.items], [first, older.items]);
  const filters = useRunFilters(runs);
  const { data, error } = live;
  const clear = () => update(NO_FILTER, { history: 'push' });
  if (data === undefined && error !== undefined) {
    return (
      <FailureState
        title={t('runs.failed')}
        deniedTitle={t('runs.denied')}
        error={error}
        onRetry={live.retry}
      />
    );
  }
  return (
    <>
      <FilterBar
        ref={box}
        search={state.search}
        onSearchChange={search => update({ search })}
        searchPlaceholder={t('runs.search')}
        selects={filters}
        onClear={clear}
      >
        <ToggleButtonGroup
          exclusive
          value={state.range}
          aria-label={t('runs.range')}
          onChange={(_, range: typeof state.range | null) =>
            range !== null && update({ range }, { history: 'push' })
          }
        >
          {RANGES.map(range => (
            <ToggleButton key={range} value={range}>
              {t(`range.${range}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </FilterBar>
      {data !== undefined && <PlaceFailures failures={data.failures} />}
      {data !== undefined && older.isFull && (
        <PartialBanner
          severity="info"
          title={t('runs.most', {
            shown: runs.length.toLocaleString(),
            total: data.total.toLocaleString(),
          })}
        />
      )}
      {older.error !== null && (
        <PartialBanner
          title={t('runs.older', { reason: describeError(older.error).message })}
          action={<Button onClick={() => older.more()}>{t('runs.again')}</Button>}
        />
      )}
      <RunsTable
        runs={runs}
        total={older.isFull ? runs.length : Math.max(runs.length, data?.total ?? 0)}
        onMore={older.more}
        loading={data === undefined}
        onSearchRequest={() => box.current?.focus()}
        onClear={clear}
      />
    </>
  );
}

function RunsTable(props: {
  runs: readonly Run[];
  /** Those not loaded yet included. */
  total: number;
  onMore(): void;
  loading: boolean;
  onSearchRequest(): void;
  onClear(): void;
}) {
  const { runs, total, onMore, loading, onSearchRequest, onClear } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const [state, update] = useUrlState(RUNS_PARAMS);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [menu, setMenu] = useState<{ run: Run; anchor: HTMLElement }>();
  const onMenu = useCallback((run: Run, anchor: HTMLElement) => setMenu({ run, anchor }), []);
  const columns = useRunColumns(onMenu);
  const rows = useMemo(() => new Map(runs.map((run, at) => [at, run])), [runs]);
  const chosen = runs.filter(({ uid }) => selected.has(uid));
  return (
    <>
      {chosen.length > 0 && <BulkBar runs={chosen} onClear={() => setSelected(new Set())} />}
      <LiveTable
        label={t('tabs.runs')}
        columns={columns}
        total={total}
        rows={rows}
        onRangeChange={({ offset, limit }) => {
          if (offset + limit > runs.length && runs.length < total) onMore();
        }}
        rowKey={run => run.uid}
        rowHref={run => links.run(run.ref)}
        loading={loading}
        sort={state.sort}
        onSortChange={sort => update({ sort })}
        selected={selected}
        onSelectedChange={setSelected}
        onRowMenu={onMenu}
        viewKey={JSON.stringify({ ...state, sort: undefined })}
        onSearchRequest={onSearchRequest}
        empty={
          isFiltered(state) ? (
            <EmptyState
              title={t('runs.noMatch')}
              description={t('runs.noMatchHint')}
              action={
                <Button variant="outlined" onClick={onClear}>
                  {t('runs.showAll')}
                </Button>
              }
            />
          ) : (
            <EmptyState
              icon={<RiGitMergeLine size={32} />}
              title={t('runs.empty')}
              description={t('runs.emptyHint')}
              action={
                <Button variant="outlined" component={RouterLink} to={links.definitions()}>
                  {t('runs.toDefinitions')}
                </Button>
              }
            />
          )
        }
      />
      {menu !== undefined && <RunMenu {...menu} onClose={() => setMenu(undefined)} />}
    </>
  );
}
