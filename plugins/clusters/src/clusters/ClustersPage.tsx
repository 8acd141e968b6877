import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatBytes, formatCoresShort } from '@kubemate/kube-common';
import type { ClusterSummary } from '@kubemate/plugin-clusters-common';
import {
  CapacityBar,
  DataAge,
  EmptyState,
  FailureState,
  HealthBar,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  Section,
  Sparkline,
  useDocumentTitle,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import type { Theme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { Link as RouterLink } from 'react-router-dom';
import { useFleet } from '../api/queries';
import { PlainTable } from '../cells/PlainTable';
import { useLinks } from '../links/useLinks';
import { AddClusterButton } from '../registry/AddClusterButton';
import { LeftOutClusters } from '../registry/LeftOutClusters';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { ClusterCard } from './ClusterCard';
import { ClusterChip, UnreachableReason } from './ClusterState';

/** Every cluster in a line: how it is, what it has, how fast and how fresh its answers are. */
export function ClustersPage() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const fleet = useFleet();
  useDocumentTitle(t('clusters.title'));
  return (
    <Page>
      <PageHeader
        title={t('clusters.title')}
        actions={
          <>
            <DataAge asOf={fleet.data?.asOf} connection={fleet.isError ? 'offline' : 'live'} />
            <AddClusterButton />
          </>
        }
      />
      <PageContent>
        <LeftOutClusters />
        <ClustersBody />
      </PageContent>
    </Page>
  );
}

function ClustersBody() {
  const { t } = useTranslationRef(clustersTranslationRef);
  const fleet = useFleet();
  const rows = useClusterRows(fleet.data?.clusters ?? []);
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  if (fleet.isPending) return <LoadingState />;
  if (fleet.data === undefined)
    return (
      <FailureState
        title={t('clusters.loadFailed')}
        error={fleet.error}
        onRetry={() => void fleet.refetch()}
      />
    );
  if (rows.length === 0)
    return <EmptyState title={t('home.noClusters')} description={t('home.noClustersHint')} />;
  // Eight columns do not fit; the same facts stand on cards.
  if (isNarrow)
    return (
      <Stack gap={2}>
        {fleet.data.clusters.map(summary => (
          <ClusterCard key={summary.cluster.name} summary={summary} />
        ))}
      </Stack>
    );
  const head = [
    t('clusters.cluster'),
    t('clusters.version'),
    t('clusters.nodes'),
    t('clusters.pods'),
    t('clusters.cpu'),
    t('clusters.memory'),
    t('clusters.latency'),
    t('clusters.dataAge'),
  ];
  return (
    <Section title={t('clusters.all')} flush>
      <PlainTable label={t('clusters.title')} head={head} rows={rows} align="middle" />
    </Section>
  );
}

function useClusterRows(summaries: readonly ClusterSummary[]) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const bar = (summary: ClusterSummary, resource: 'cpu' | 'memory') =>
    summary.allocatable === null ? (
      '—'
    ) : (
      <Box sx={{ minWidth: 110 }}>
        <CapacityBar
          variant="cell"
          label={t(`clusters.${resource}`)}
          allocatable={summary.allocatable[resource]}
          requested={summary.requested?.[resource]}
          used={summary.used?.[resource]}
          format={resource === 'cpu' ? formatCoresShort : formatBytes}
        />
      </Box>
    );
  return summaries.map(summary => {
    const { cluster, nodes } = summary;
    const latest = cluster.latencies.at(-1);
    return {
      key: cluster.name,
      cells: [
        <Box key="name" sx={{ minWidth: 180 }}>
          <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', flexWrap: 'wrap' }}>
            <Link component={RouterLink} to={links.cluster(cluster.name)}>
              {cluster.title}
            </Link>
            <ClusterChip cluster={cluster} />
          </Box>
          {cluster.connection.state === 'unreachable' && (
            <UnreachableReason connection={cluster.connection} />
          )}
        </Box>,
        cluster.version ?? '—',
        nodes === null
          ? '—'
          : t('clusters.nodesReady', { ready: String(nodes.ready), total: String(nodes.total) }),
        <Box key="pods" sx={{ minWidth: 110 }}>
          <PodCounts pods={summary.pods} />
          <HealthBar label={t('clusters.pods')} counts={summary.pods} />
        </Box>,
        bar(summary, 'cpu'),
        bar(summary, 'memory'),
        <Stack key="latency" direction="row" alignItems="center" gap={1}>
          <Sparkline
            values={cluster.latencies}
            label={t('clusters.latency')}
            format={ms => t('clusters.latencyNow', { ms: ms.toFixed(0) })}
            width={56}
          />
          {latest !== undefined && (
            <Typography variant="caption" color="text.secondary" noWrap aria-hidden>
              {t('clusters.latencyNow', { ms: latest.toFixed(0) })}
            </Typography>
          )}
        </Stack>,
        <DataAge
          key="age"
          asOf={cluster.asOf}
          connection={cluster.connection.state === 'ready' ? 'live' : 'offline'}
        />,
      ],
    };
  });
}

/** How many pods there are, and how many of them need somebody. */
function PodCounts({ pods }: { pods: ClusterSummary['pods'] }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const total = Object.values(pods).reduce((sum, count) => sum + count, 0);
  const broken = pods.failed + pods.warning;
  return (
    <Typography
      variant="caption"
      component="div"
      noWrap
      sx={{ display: 'flex', justifyContent: 'space-between', gap: 1, mb: 0.5 }}
    >
      <span>{total.toLocaleString()}</span>
      {broken > 0 && (
        <Box component="span" sx={{ color: 'kubemate.health.failed.fg' }}>
          {t('clusters.podsBroken', { number: broken.toLocaleString() })}
        </Box>
      )}
    </Typography>
  );
}
