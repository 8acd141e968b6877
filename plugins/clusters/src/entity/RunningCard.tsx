import type { KubernetesSelection } from '@kubemate/plugin-clusters-common';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  Age,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  Section,
  StatusChip,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Tooltip from '@mui/material/Tooltip';
import Typography from '@mui/material/Typography';
import { useMemo } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { renderCell } from '../cells/columnCells';
import { FailureChips } from '../explorer/FailureChips';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { placeOf } from './placeOf';
import { shortImage } from './shortImage';
import { useRunning, type RunningRow } from './useRunning';

/** Where an entity runs, which image, and whether it is well: one line for each cluster and namespace. */
export function RunningCard() {
  const { entity } = useEntity();
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const selection = useMemo(() => placeOf(entity), [entity]);
  if (selection === undefined) return null;
  return (
    <Section
      title={t('entity.running')}
      flush
      actions={
        <Link component={RouterLink} to={links.explorer(selection)} variant="body2">
          {t('entity.pods')}
        </Link>
      }
    >
      <RunningList selection={selection} />
    </Section>
  );
}

function RunningList({ selection }: { selection: Partial<KubernetesSelection> }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const running = useRunning(selection);
  const { state, rows, failures } = running;
  if (state === 'failed')
    return (
      <ErrorState
        title={t('explorer.failed')}
        error={new Error(describeError(running.error).message)}
        onRetry={running.retry}
      />
    );
  if (state === 'loading' && rows.length === 0) return <LoadingState lines={4} />;
  return (
    <>
      {rows.length === 0 && (
        <EmptyState
          title={t('entity.nothingRuns')}
          description={
            selection.labelSelector === undefined
              ? t('entity.nothingInNamespace')
              : t('entity.nothingRunsHint', { labels: selection.labelSelector })
          }
        />
      )}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {rows.map(item => (
          <RunningLine key={`${item.row.cluster}/${item.row.uid}`} item={item} />
        ))}
      </Box>
      {failures.length > 0 && (
        <Box sx={{ px: 2, py: 1, borderTop: 1, borderColor: 'divider' }}>
          <FailureChips failures={failures} />
        </Box>
      )}
    </>
  );
}

const READY = { id: 'ready', title: '', type: 'fraction', priority: 0 } as const;

function RunningLine({ item: { resource, row } }: { item: RunningRow }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const { cluster, namespace, name } = row;
  const images = String(row.cells.images ?? '')
    .split(',')
    .filter(image => image !== '');
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr) auto',
          md: 'minmax(0, 1.2fr) minmax(120px, 0.8fr) 88px minmax(0, 1.4fr) 48px',
        },
        columnGap: 1.5,
        rowGap: 0.25,
        alignItems: 'center',
        px: 2,
        py: 1,
        '& + &': { borderTop: 1, borderColor: 'divider' },
        '&:hover': { bgcolor: 'action.hover' },
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Link
          component={RouterLink}
          to={links.object({ cluster, resource, namespace, name })}
          variant="body2"
          noWrap
          sx={{ display: 'block', fontWeight: 550 }}
        >
          {cluster}
        </Link>
        <Typography variant="caption" color="text.secondary" noWrap component="div">
          {[namespace, name].filter(Boolean).join(' / ')}
        </Typography>
      </Box>
      <Box
        sx={{
          minWidth: 0,
          maxWidth: '100%',
          overflow: 'hidden',
          justifySelf: { xs: 'end', md: 'start' },
        }}
      >
        <StatusChip health={row.health} label={row.reason} />
      </Box>
      <Box sx={{ typography: 'body2' }} title={t('entity.ready')}>
        {renderCell(row, READY)}
      </Box>
      <Tooltip title={images.join(', ')}>
        <Typography
          variant="caption"
          noWrap
          component="div"
          sx={{ fontFamily: 'monospace', gridColumn: { xs: '1 / -1', md: 'auto' } }}
        >
          {images.map(shortImage).join(', ')}
        </Typography>
      </Tooltip>
      <Typography
        variant="caption"
        color="text.secondary"
        sx={{ textAlign: 'right', display: { xs: 'none', md: 'block' } }}
      >
        <Age at={row.created} />
      </Typography>
    </Box>
  );
}
