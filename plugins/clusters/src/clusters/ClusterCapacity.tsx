import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatBytes, formatCoresShort } from '@kubemate/kube-common';
import type { ClusterSummary } from '@kubemate/plugin-clusters-common';
import { CapacityBar } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

export interface ClusterCapacityProps {
  summary: ClusterSummary;
  /** Also the number of pods, which a card has no room for. */
  withPods?: boolean;
}

/** What a cluster has, what is asked for, and what is used. */
export function ClusterCapacity({ summary, withPods = false }: ClusterCapacityProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { allocatable, requested, used, complete } = summary;
  if (allocatable === null)
    return (
      <Typography variant="body2" color="text.secondary">
        {t(summary.nodes === null ? 'clusters.noNodeRight' : 'clusters.noCapacity')}
      </Typography>
    );
  const count = (amount: number) => amount.toLocaleString();
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 1.5,
        gridTemplateColumns: withPods ? 'repeat(auto-fit, minmax(240px, 1fr))' : '1fr',
      }}
    >
      <CapacityBar
        label={t('clusters.cpu')}
        allocatable={allocatable.cpu}
        requested={requested?.cpu}
        used={used?.cpu}
        format={formatCoresShort}
      />
      <CapacityBar
        label={t('clusters.memory')}
        allocatable={allocatable.memory}
        requested={requested?.memory}
        used={used?.memory}
        format={formatBytes}
      />
      {allocatable.gpu > 0 && (
        <CapacityBar
          label={t('clusters.gpu')}
          allocatable={allocatable.gpu}
          requested={requested?.gpu}
          format={count}
        />
      )}
      {withPods && (
        <CapacityBar
          label={t('clusters.podSlots')}
          allocatable={allocatable.pods}
          requested={requested?.pods}
          format={count}
        />
      )}
      {!complete && (
        <Typography variant="caption" color="text.secondary">
          {t('clusters.partialView')}
        </Typography>
      )}
    </Box>
  );
}
