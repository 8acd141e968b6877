import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Health } from '@kubemate/kube-common';
import type { Cluster } from '@kubemate/plugin-clusters-common';
import { formatAge, StatusChip, useNow, useServerText } from '@kubemate/ui';
import Typography from '@mui/material/Typography';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

const HEALTH: Readonly<Record<Cluster['connection']['state'], Health>> = {
  ready: 'ok',
  connecting: 'progressing',
  unreachable: 'failed',
};

export function ClusterChip({ cluster }: { cluster: Cluster }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { state } = cluster.connection;
  return <StatusChip health={HEALTH[state]} label={t(`clusters.state.${state}`)} />;
}

type Unreachable = Extract<Cluster['connection'], { state: 'unreachable' }>;

/** Why a cluster cannot be reached, since when, and how long until the next attempt. */
export function UnreachableReason({ connection }: { connection: Unreachable }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const said = useServerText();
  const since = useNow(now => formatAge(now - connection.since));
  const wait = useNow(now => Math.max(0, Math.ceil((connection.nextRetryAt - now) / 1000)));
  return (
    <>
      <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
        {said(connection.reason)}
      </Typography>
      <Typography variant="caption" color="text.secondary" component="div">
        {t('clusters.unreachableFor', { age: since })}
        {' · '}
        {wait > 0 ? t('clusters.retryIn', { age: formatAge(wait * 1000) }) : t('clusters.retryNow')}
      </Typography>
    </>
  );
}
