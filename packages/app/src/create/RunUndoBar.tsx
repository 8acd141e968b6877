import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { scaffolderApiRef } from '@backstage/plugin-scaffolder-react';
import { QueryWrapper } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { RiArrowGoBackLine } from '@remixicon/react';
import { useQuery } from '@tanstack/react-query';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { shellTranslationRef } from '../translations/shellTranslationRef';

const POLL_MS = 3_000;
const ENDED = ['completed', 'failed', 'cancelled'];

/** Above the page of a run that has ended: the way to take back what it made. */
export function RunUndoBar() {
  const { taskId = '' } = useParams();
  return (
    <QueryWrapper>
      <Bar run={taskId} />
    </QueryWrapper>
  );
}

function Bar({ run }: { run: string }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const scaffolder = useApi(scaffolderApiRef);
  const { data: status } = useQuery({
    queryKey: ['scaffolder', 'status', run],
    queryFn: async () => (await scaffolder.getTask(run)).status,
    refetchInterval: ({ state }) => (ENDED.includes(state.data ?? '') ? false : POLL_MS),
  });
  if (status === undefined || !ENDED.includes(status)) return null;
  return (
    <Box
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1.5,
        px: { xs: 2, md: 2.5 },
        pt: 1.5,
      }}
    >
      <Typography variant="body2" color="text.secondary" sx={{ flex: '1 1 240px' }}>
        {status === 'completed' ? t('create.undo.regretted') : t('create.undo.half')}
      </Typography>
      <Button
        component={RouterLink}
        to={`/create/tasks/${run}/undo`}
        variant="outlined"
        size="small"
        startIcon={<RiArrowGoBackLine size={16} aria-hidden />}
      >
        {t('create.undo.title')}
      </Button>
    </Box>
  );
}
