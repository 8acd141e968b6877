import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Topology } from '@kubemate/plugin-clusters-common';
import { PartialBanner } from '@kubemate/ui';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { FailureChips } from '../explorer/FailureChips';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

export interface MapGapsProps {
  topology: Topology;
  offline: boolean;
  onRetry(): void;
}

/** What the map does not show, and why. */
export function MapGaps({ topology, offline, onRetry }: MapGapsProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { truncated, denied, failures, nodes } = topology;
  return (
    <>
      {offline && (
        <PartialBanner
          title={t('map.offline')}
          action={<Button onClick={onRetry}>{t('map.retry')}</Button>}
        />
      )}
      <FailureChips failures={failures} />
      {truncated !== null && (
        <PartialBanner
          severity="info"
          title={t('map.truncated')}
          items={[
            { key: 'pods', text: t('map.podsFolded', { count: truncated.podsFolded }) },
            ...(truncated.leftOut > 0
              ? [{ key: 'rest', text: t('map.leftOut', { count: truncated.leftOut }) }]
              : []),
          ]}
        />
      )}
      {denied.length > 0 && nodes.length > 0 && (
        <Typography variant="caption" color="text.secondary">
          {t('map.deniedKinds', { kinds: denied.join(', ') })}
        </Typography>
      )}
    </>
  );
}
