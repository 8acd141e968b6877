import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Failure } from '@kubemate/plugin-clusters-common';
import type { Health } from '@kubemate/kube-common';
import { StatusChip, useServerText } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';

const LOOK: Readonly<Record<Failure['state'], Health>> = {
  unreachable: 'failed',
  denied: 'unknown',
  'not-served': 'idle',
  partial: 'progressing',
  stale: 'warning',
};

/** One labelled chip per cluster that could not answer, or not fully; the reason is in its tooltip. */
export function FailureChips({ failures }: { failures: readonly Failure[] }) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const said = useServerText();
  if (failures.length === 0) return null;
  return (
    <Box
      component="ul"
      aria-label={t('explorer.failures')}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75, m: 0, p: 0, listStyle: 'none' }}
    >
      {failures.map(failure => (
        <li key={`${failure.cluster}/${failure.state}`}>
          <Tooltip title={said(failure.reason)}>
            <Box
              component="span"
              tabIndex={0}
              aria-label={`${failure.cluster}: ${t(`explorer.failure.${failure.state}`)}. ${said(failure.reason)}`}
            >
              <StatusChip
                health={LOOK[failure.state]}
                label={`${failure.cluster} · ${t(`explorer.failure.${failure.state}`)}`}
              />
            </Box>
          </Tooltip>
        </li>
      ))}
    </Box>
  );
}
