import Box from '@mui/material/Box';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Health } from '@kubemate/kube-common';
import type { OperationResult } from '@kubemate/operations-common';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { StatusChip } from '../status/StatusChip';
import { ClusterHeading } from './ClusterHeading';
import { groupByCluster } from './groupByCluster';
import { formatPlace, formatTarget, targetKey } from './formatChange';

const HEALTH: Readonly<Record<OperationResult['status'], Health>> = {
  pending: 'progressing',
  succeeded: 'ok',
  failed: 'failed',
  skipped: 'idle',
};

/** What became of each object; what failed comes first. */
export function ResultList({ results }: { results: readonly OperationResult[] }) {
  const { t } = useTranslationRef(uiTranslationRef);
  const order: readonly OperationResult['status'][] = ['failed', 'pending', 'skipped', 'succeeded'];
  const sorted = [...results].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
  return (
    <Box
      role="group"
      aria-label={t('operation.results')}
      sx={{ maxHeight: '40vh', overflow: 'auto' }}
      tabIndex={0}
    >
      {groupByCluster(sorted).map(group => (
        <Box key={group.cluster ?? ''}>
          <ClusterHeading cluster={group.cluster} count={group.items.length} />
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {group.items.map(({ target, status, message }) => (
              <Box
                component="li"
                key={targetKey(target)}
                sx={{
                  display: 'flex',
                  flexWrap: 'wrap',
                  columnGap: 1.5,
                  py: 0.5,
                  borderBottom: 1,
                  borderColor: 'divider',
                  typography: 'body2',
                }}
              >
                <StatusChip
                  health={HEALTH[status]}
                  label={t(`operation.result.${status}`)}
                  variant="plain"
                />
                <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
                  {formatTarget(target)}
                </Box>
                <Box component="span" sx={{ color: 'text.secondary' }}>
                  {formatPlace(target)}
                </Box>
                {message !== undefined && (
                  <Box
                    sx={{ flexBasis: '100%', color: 'text.secondary', overflowWrap: 'anywhere' }}
                  >
                    {message}
                  </Box>
                )}
              </Box>
            ))}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
