import {
  kubernetesSelection,
  SELECTED_KINDS,
  type KubernetesSelection,
} from '@kubemate/plugin-clusters-common';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { formatResourceId, type ResourceId } from '@kubemate/kube-common';
import {
  DataAge,
  EmptyState,
  TableFrame,
  textParam,
  useColumnLayout,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useClusterList } from '../api/queries';
import { MissingParts } from '../explorer/MissingParts';
import { RowsTable } from '../explorer/RowsTable';
import { useResourceTypes } from '../explorer/useResourceTypes';
import { useRowActions } from '../explorer/useRowActions';
import { useRowsFeed } from '../explorer/useRowsFeed';
import { useStable } from '../explorer/useStable';
import { useTableColumns } from '../explorer/useTableColumns';
import { formatResourceSlug } from '../links/resourceSlug';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { totalsOf, useSelected } from './useSelected';

const PARAMS = { kind: textParam(''), sort: textParam('') };
const KINDS: readonly ResourceId[] = SELECTED_KINDS.map(({ group, version, plural }) => ({
  ...{ group, version, plural },
}));
const FIRST = KINDS[0] as ResourceId;

/** The objects of an entity over all clusters, live, with what can be done to them. */
export function WorkloadsContent() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(clustersTranslationRef);
  const selection = useMemo(() => kubernetesSelection(entity), [entity]);
  if (selection === undefined)
    return <EmptyState title={t('entity.none')} description={t('entity.noneHint')} />;
  return <Workloads selection={selection} />;
}

function Workloads({ selection }: { selection: KubernetesSelection }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const [state, update] = useUrlState(PARAMS);
  const selected = useSelected(selection).data;
  const totals = useMemo(() => totalsOf(selected), [selected]);
  const { types } = useResourceTypes();
  const there = KINDS.filter(kind => totals.get(formatResourceId(kind)) !== 0);
  const named = KINDS.find(kind => formatResourceSlug(kind) === state.kind);
  const resource = named ?? there.find(kind => totals.has(formatResourceId(kind))) ?? FIRST;
  const nameOf = (kind: ResourceId) =>
    types.find(type => type.resource === formatResourceId(kind))?.kind ?? kind.plural;
  const shown = KINDS.filter(
    kind => kind === resource || (totals.get(formatResourceId(kind)) ?? 0) > 0,
  );
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5, minWidth: 0 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1 }}>
        <Box
          role="group"
          aria-label={t('explorer.kinds')}
          sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75, flex: { xs: '1 0 100%', sm: 1 } }}
        >
          {shown.map(kind => (
            <ToggleButton
              key={kind.plural}
              size="small"
              value={kind.plural}
              selected={kind === resource}
              onChange={() =>
                update({ kind: formatResourceSlug(kind), sort: '' }, { history: 'push' })
              }
            >
              {nameOf(kind)}
              <Typography component="span" variant="caption" color="text.secondary" sx={{ ml: 1 }}>
                {totals.get(formatResourceId(kind)) ?? ''}
              </Typography>
            </ToggleButton>
          ))}
        </Box>
        <Button
          variant="outlined"
          component={RouterLink}
          to={links.explorer({ resource, ...selection })}
        >
          {t('entity.explore')}
        </Button>
      </Box>
      <KindTable
        key={resource.plural}
        resource={resource}
        kind={nameOf(resource)}
        selection={selection}
      />
    </Box>
  );
}

interface KindTableProps {
  resource: ResourceId;
  kind: string;
  selection: KubernetesSelection;
}

function KindTable({ resource, kind, selection }: KindTableProps) {
  const [state, update] = useUrlState(PARAMS);
  const clusters = useClusterList().data?.items ?? [];
  const sort = state.sort === '' ? undefined : state.sort;
  const question = useMemo(
    () => ({ resource, ...selection, ...(sort !== undefined && { sort }) }),
    [resource, selection, sort],
  );
  const live = useRowsFeed(question);
  const columns = useTableColumns({
    columns: useStable(live.columns),
    namespaced: true,
    showCluster: clusters.length !== 1,
  });
  const [layout, setLayout] = useColumnLayout(`entity:${resource.plural}`);
  const actions = useRowActions({ resource, kind, live, columns });
  return (
    <>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
        <MissingParts live={live} kindFailures={[]} />
        <Box sx={{ flex: 1 }} />
        <DataAge asOf={wholeSecond(live.asOf)} connection={live.connection} />
      </Box>
      {actions.bar}
      <TableFrame rows={live.total} minHeight={200}>
        <RowsTable
          resource={resource}
          kind={kind}
          live={live}
          columns={actions.columns}
          layout={layout}
          onLayoutChange={setLayout}
          {...actions.tableProps}
          sort={sort}
          onSortChange={next => update({ sort: next })}
          filtered={false}
          onClear={() => {}}
        />
      </TableFrame>
    </>
  );
}

/** Drawn anew once a second, not with every event. */
function wholeSecond(at: number | undefined): number | undefined {
  return at === undefined ? undefined : Math.floor(at / 1_000) * 1_000;
}
