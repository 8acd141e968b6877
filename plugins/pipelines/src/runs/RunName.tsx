import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Run } from '@kubemate/plugin-pipelines-common';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import { RiArchiveLine } from '@remixicon/react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** The name of a run, with a quiet mark where its cluster no longer has it. */
export function RunName({ run }: { run: Run }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  if (!run.isArchived) return <>{run.ref.name}</>;
  return (
    <>
      {run.ref.name}
      <Tooltip title={t('runs.archived')}>
        <Box
          component="span"
          role="img"
          aria-label={t('runs.archived')}
          sx={{ ml: 0.75, color: 'text.secondary', verticalAlign: '-2px' }}
        >
          <RiArchiveLine size={14} aria-hidden />
        </Box>
      </Tooltip>
    </>
  );
}
