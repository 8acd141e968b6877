import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EmptyState, formatAge, PhaseChip, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { isTaskChanged, type TaskChange, type TaskSide } from './compareRuns';

/** Each task of two runs: how it ended and how long it took, as bars on one scale. */
export function TaskChanges({ tasks }: { tasks: readonly TaskChange[] }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const longest = Math.max(1, ...tasks.flatMap(({ a, b }) => [a?.duration ?? 0, b?.duration ?? 0]));
  return (
    <Section flush title={t('compare.tasks')}>
      {tasks.length === 0 ? (
        <EmptyState title={t('run.noTasks')} />
      ) : (
        <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
          {tasks.map(task => (
            <TaskRow key={task.id} task={task} longest={longest} />
          ))}
        </Box>
      )}
    </Section>
  );
}

function TaskRow({ task, longest }: { task: TaskChange; longest: number }) {
  const { title, a, b } = task;
  return (
    <Box
      component="li"
      sx={{
        ...{ px: 2, py: 1.25, borderBottom: 1, borderColor: 'divider' },
        '&:last-child': { border: 0 },
        ...{ display: 'grid', columnGap: 2, rowGap: 0.5, alignItems: 'center' },
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '220px minmax(0, 1fr) 150px' },
      }}
    >
      <Typography variant="subtitle2" sx={{ overflowWrap: 'anywhere' }}>
        {title}
      </Typography>
      <Box sx={{ display: 'grid', gap: 0.5, minWidth: 0 }}>
        <Bar side="a" task={a} longest={longest} />
        <Bar side="b" task={b} longest={longest} />
      </Box>
      <Delta task={task} />
    </Box>
  );
}

function Bar({ side, task, longest }: { side: 'a' | 'b'; task?: TaskSide; longest: number }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { duration } = task ?? {};
  return (
    <Box
      sx={{
        ...{ display: 'grid', alignItems: 'center', columnGap: 1 },
        gridTemplateColumns: {
          xs: '56px 104px minmax(0, 1fr) 52px',
          sm: '64px 120px minmax(0, 1fr) 60px',
        },
      }}
    >
      <Typography variant="caption" color="text.secondary">
        {t(side === 'a' ? 'compare.earlier' : 'compare.later')}
      </Typography>
      {task === undefined ? (
        <Typography variant="caption" color="text.secondary">
          {t('compare.absent')}
        </Typography>
      ) : (
        <PhaseChip phase={task.phase} variant="plain" />
      )}
      <Box aria-hidden sx={{ height: 8, borderRadius: 1, bgcolor: 'kubemate.surface.sunken' }}>
        <Box
          sx={{
            ...{ height: 1, borderRadius: 1 },
            width: `${((duration ?? 0) / longest) * 100}%`,
            minWidth: duration === undefined ? 0 : 2,
            bgcolor: side === 'a' ? 'text.disabled' : 'primary.main',
          }}
        />
      </Box>
      <Typography variant="caption" sx={{ textAlign: 'right' }}>
        {duration === undefined ? '—' : formatAge(duration)}
      </Typography>
    </Box>
  );
}

function Delta({ task }: { task: TaskChange }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { a, b, delta } = task;
  if (a === undefined || b === undefined)
    return (
      <Typography variant="body2">{t(a === undefined ? 'compare.new' : 'compare.gone')}</Typography>
    );
  if (delta === undefined) return <Typography variant="body2">—</Typography>;
  if (!isTaskChanged(task) || Math.abs(delta) < 1000)
    return (
      <Typography variant="body2" color="text.secondary">
        {t('compare.asLong')}
      </Typography>
    );
  const share = a.duration ? ` (${Math.round((Math.abs(delta) / a.duration) * 100)}%)` : '';
  return (
    <Typography
      variant="body2"
      sx={{ color: delta > 0 ? 'kubemate.health.warning.fg' : 'kubemate.health.ok.fg' }}
    >
      {t(delta > 0 ? 'compare.longer' : 'compare.shorter', {
        time: formatAge(Math.abs(delta)),
        share,
      })}
    </Typography>
  );
}
