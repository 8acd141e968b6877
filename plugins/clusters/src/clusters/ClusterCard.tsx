import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSummary } from '@kubemate/plugin-clusters-common';
import { DataAge, HealthBar, Sparkline } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useId } from 'react';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { PODS } from '../kinds/wellKnown';
import { useLinks } from '../links/useLinks';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { ClusterCapacity } from './ClusterCapacity';
import { ClusterChip, UnreachableReason } from './ClusterState';

/** One cluster at a glance; one that is away says why and when it is tried again. */
export function ClusterCard({ summary }: { summary: ClusterSummary }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const id = useId();
  const { cluster, nodes } = summary;
  const { connection } = cluster;
  return (
    <Card component="article" aria-labelledby={id} sx={{ p: 2, gap: 1.5 }}>
      <Stack direction="row" alignItems="center" gap={1} flexWrap="wrap">
        <Link
          id={id}
          component={RouterLink}
          to={links.cluster(cluster.name)}
          variant="h3"
          color="text.primary"
          sx={{ minWidth: 0, overflowWrap: 'anywhere' }}
        >
          {cluster.title}
        </Link>
        <ClusterChip cluster={cluster} />
        <Typography variant="caption" color="text.secondary" sx={{ ml: 'auto' }}>
          {cluster.version}
        </Typography>
      </Stack>
      {connection.state === 'unreachable' && <UnreachableReason connection={connection} />}
      {connection.state === 'connecting' && (
        <Typography variant="body2" color="text.secondary">
          {t('clusters.connectingNow')}
        </Typography>
      )}
      {connection.state === 'ready' && <ReadyBody summary={summary} />}
      <Stack direction="row" alignItems="center" gap={1.5} sx={{ mt: 'auto', minHeight: 22 }}>
        {nodes !== null && (
          <Typography variant="caption" color="text.secondary" noWrap>
            {t('clusters.nodes')}{' '}
            {t('clusters.nodesReady', { ready: String(nodes.ready), total: String(nodes.total) })}
          </Typography>
        )}
        <Box sx={{ flex: 1 }} />
        {cluster.latencies.length > 1 && (
          <Sparkline
            values={cluster.latencies}
            label={t('clusters.latency')}
            format={ms => t('clusters.latencyNow', { ms: ms.toFixed(0) })}
            width={56}
          />
        )}
        <DataAge
          asOf={cluster.asOf}
          connection={connection.state === 'ready' ? 'live' : 'offline'}
        />
      </Stack>
    </Card>
  );
}

function ReadyBody({ summary }: { summary: ClusterSummary }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const links = useLinks();
  const navigate = useNavigate();
  const clusters = [summary.cluster.name];
  return (
    <>
      <ClusterCapacity summary={summary} />
      <Box>
        <Typography variant="caption" color="text.secondary" component="div" sx={{ mb: 0.5 }}>
          {t('clusters.pods')}
        </Typography>
        <HealthBar
          label={t('clusters.pods')}
          counts={summary.pods}
          legend
          onSelect={health =>
            navigate(links.explorer({ resource: PODS, clusters, health: [health] }))
          }
        />
      </Box>
    </>
  );
}
