import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RunRef, Step, TaskNode } from '@kubemate/plugin-pipelines-common';
import {
  EmptyState,
  PhaseChip,
  PhaseIcon,
  Section,
  uiTranslationRef,
  useTaskDuration,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { RUN_PARAMS } from './runParams';
import { saysMore } from './saysMore';
import { TaskLog } from './TaskLog';
import { ValueList } from './ValueList';

/** The selected task: how it does, its steps, its log, and what went in and came out. */
export function TaskPanel({ run, task }: { run: RunRef; task: TaskNode }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [{ step }, update] = useUrlState(RUN_PARAMS);
  const chosen = task.steps.find(({ name }) => name === step)?.name;
  const duration = useTaskDuration(task);
  const facts = [
    duration ?? [],
    saysMore(task) ? (task.reason ?? []) : [],
    task.retries > 0 ? t('run.retries', { count: task.retries }) : [],
  ].flat();
  return (
    <Section
      title={t('run.taskOf', { name: task.title })}
      actions={<PhaseChip phase={task.phase} />}
    >
      <Box id="task-log" sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
        {facts.length > 0 && (
          <Typography variant="body2" color="text.secondary">
            {facts.join(' · ')}
          </Typography>
        )}
        {task.message !== undefined && task.phase !== 'succeeded' && saysMore(task) && (
          <Typography variant="body2" sx={{ overflowWrap: 'anywhere' }}>
            {task.message}
          </Typography>
        )}
        {task.when !== undefined && (
          <Typography variant="body2">{t('run.when', { when: task.when })}</Typography>
        )}
        {task.steps.length > 0 && (
          <ToggleButtonGroup
            exclusive
            value={chosen ?? ''}
            aria-label={t('run.steps')}
            onChange={(_, value: string | null) =>
              value !== null && update({ step: value, line: '' }, { history: 'push' })
            }
            sx={{ flexWrap: 'wrap' }}
          >
            <ToggleButton value="">{t('run.allSteps')}</ToggleButton>
            {task.steps.map(each => (
              <ToggleButton key={each.name} value={each.name} sx={{ gap: 0.75 }}>
                <StepLabel step={each} />
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        )}
        {task.taskRun === undefined ? (
          <NoLog task={task} />
        ) : (
          <TaskLog key={`${task.id} ${chosen ?? ''}`} run={run} task={task.id} step={chosen} />
        )}
        {task.params.length > 0 && <ValueList title={t('run.params')} values={task.params} />}
        {task.results.length > 0 && <ValueList title={t('run.results')} values={task.results} />}
      </Box>
    </Section>
  );
}

/** Without a TaskRun: it was skipped, has not started, or runs where the portal reads no log. */
function NoLog({ task: { kind, phase } }: { task: TaskNode }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  if (phase === 'skipped')
    return <EmptyState title={t('log.skipped')} description={t('log.skippedHint')} />;
  if (phase === 'pending')
    return <EmptyState title={t('log.notStarted')} description={t('log.notStartedHint')} />;
  if (kind === 'pipeline')
    return <EmptyState title={t('log.nested')} description={t('log.nestedHint')} />;
  return <EmptyState title={t('log.elsewhere')} description={t('log.elsewhereHint')} />;
}

function StepLabel({ step }: { step: Step }) {
  const { t } = useTranslationRef(uiTranslationRef);
  const duration = useTaskDuration(step);
  return (
    <span
      title={[t(`phase.${step.phase}`), step.reason].filter(Boolean).join(' · ')}
      style={{ display: 'inline-flex', alignItems: 'center', gap: 6, textTransform: 'none' }}
    >
      <PhaseIcon phase={step.phase} size={14} />
      {step.name}
      {duration !== undefined && (
        <Typography component="span" variant="caption" color="text.secondary">
          {duration}
        </Typography>
      )}
    </span>
  );
}
