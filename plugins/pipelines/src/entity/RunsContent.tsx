import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { Run } from '@kubemate/plugin-pipelines-common';
import {
  DataAge,
  EmptyState,
  FailureState,
  LiveTable,
  TableFrame,
  textParam,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { RiGitMergeLine } from '@remixicon/react';
import { useCallback, useMemo, useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { PlaceFailures } from '../runs/PlaceFailures';
import { RunMenu } from '../runs/RunMenu';
import { NO_FILTER, runsRequest } from '../runs/runsState';
import { useRunColumns } from '../runs/useRunColumns';
import { useRuns } from '../runs/useRuns';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { runsOf, runsQueryOf } from './pipelineComponent';

const PARAMS = { sort: textParam('-created') };
/** Every run here is of one component. */
const TOLD_BY_THE_PAGE = 'component';

/** The runs of an entity over all clusters, live. */
export function RunsContent() {
  const { entity } = useEntity();
  const { name } = entity.metadata;
  const scope = useMemo(() => runsOf(entity) ?? { component: name }, [entity, name]);
  const component = scope.pipeline ?? scope.component ?? name;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const [{ sort }] = useUrlState(PARAMS);
  const live = useRuns(
    useMemo(() => runsRequest({ ...NO_FILTER, ...scope, sort }, 0), [scope, sort]),
  );
  const { data, error } = live;
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
  const isOff = live.connection === 'failed' || live.connection === 'ended';
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5, minWidth: 0 }}>
      <Box sx={{ display: 'flex', gap: 1.5, alignItems: 'center', flexWrap: 'wrap' }}>
        {data !== undefined && <PlaceFailures failures={data.failures} />}
        <Box sx={{ flex: 1 }} />
        <DataAge asOf={data?.asOf} connection={isOff ? 'offline' : live.connection} />
        <Button variant="outlined" component={RouterLink} to={links.runs(runsQueryOf(scope))}>
          {t('runs.ofComponent')}
        </Button>
      </Box>
      <RunsTable runs={data?.items} component={component} />
    </Box>
  );
}

function RunsTable({ runs, component }: { runs: readonly Run[] | undefined; component: string }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const [{ sort }, update] = useUrlState(PARAMS);
  const [menu, setMenu] = useState<{ run: Run; anchor: HTMLElement }>();
  const onMenu = useCallback((run: Run, anchor: HTMLElement) => setMenu({ run, anchor }), []);
  const all = useRunColumns(onMenu);
  const columns = useMemo(() => all.filter(({ id }) => id !== TOLD_BY_THE_PAGE), [all]);
  const rows = useMemo(() => new Map((runs ?? []).map((run, at) => [at, run])), [runs]);
  return (
    <TableFrame rows={rows.size} minHeight={240}>
      <LiveTable
        label={t('tabs.runs')}
        columns={columns}
        total={rows.size}
        rows={rows}
        rowKey={run => run.uid}
        rowHref={run => links.run(run.ref)}
        loading={runs === undefined}
        sort={sort}
        onSortChange={next => update({ sort: next })}
        onRowMenu={onMenu}
        empty={
          <EmptyState
            icon={<RiGitMergeLine size={32} />}
            title={t('runs.empty')}
            description={t('runs.noneOfComponent', { component })}
            action={
              <Button variant="outlined" component={RouterLink} to={links.definitions()}>
                {t('runs.toDefinitions')}
              </Button>
            }
          />
        }
      />
      {menu !== undefined && <RunMenu {...menu} onClose={() => setMenu(undefined)} />}
    </TableFrame>
  );
}
