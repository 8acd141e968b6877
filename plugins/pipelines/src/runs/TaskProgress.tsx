import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Run } from '@kubemate/plugin-pipelines-common';
import Box from '@mui/material/Box';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** How many tasks of a run are done, as a figure and a bar. */
export function TaskProgress({ tasks }: { tasks: Run['tasks'] }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { total, done, failed } = tasks;
  if (total === 0) return <>—</>;
  const share = (count: number) => `${Math.min(100, (count / total) * 100)}%`;
  const text = t('runs.progress', { done: String(done), total: String(total) });
  return (
    <Box title={text} sx={{ display: 'flex', alignItems: 'center', gap: 1, minWidth: 0 }}>
      <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums', minWidth: 28 }}>
        {done}/{total}
      </Box>
      <Box
        aria-hidden
        component="span"
        sx={{
          display: 'flex',
          flex: 1,
          minWidth: 16,
          maxWidth: 90,
          height: 6,
          borderRadius: 3,
          overflow: 'hidden',
          bgcolor: 'kubemate.surface.pressed',
        }}
      >
        <Box
          component="span"
          sx={{ width: share(done - failed), bgcolor: 'kubemate.health.ok.fg' }}
        />
        <Box component="span" sx={{ width: share(failed), bgcolor: 'kubemate.health.failed.fg' }} />
      </Box>
    </Box>
  );
}
