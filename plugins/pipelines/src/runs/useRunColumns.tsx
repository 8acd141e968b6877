import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Run } from '@kubemate/plugin-pipelines-common';
import { Age, PhaseChip, uiTranslationRef, type LiveTableColumn } from '@kubemate/ui';
import IconButton from '@mui/material/IconButton';
import { RiMore2Line } from '@remixicon/react';
import { useMemo } from 'react';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { RunDuration } from './RunDuration';
import { RunName } from './RunName';
import { sourceText } from './runText';
import { TaskProgress } from './TaskProgress';
import { useTriggerText } from './useTriggerText';

/** What a table says of a run. */
export function useRunColumns(
  onMenu: (run: Run, anchor: HTMLElement) => void,
  options: { showEngine: boolean },
): readonly LiveTableColumn<Run>[] {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { t: word } = useTranslationRef(uiTranslationRef);
  const triggerText = useTriggerText();
  const { showEngine } = options;
  return useMemo(
    () => [
      {
        ...{ id: 'phase', title: t('runs.phase'), width: 115, status: true, sortable: true },
        text: run => word(`phase.${run.phase}`),
        render: run => <PhaseChip phase={run.phase} variant="plain" />,
      },
      {
        ...{ id: 'name', title: t('runs.run'), width: 158, primary: true, sortable: true },
        text: run => run.ref.name,
        render: run => <RunName run={run} />,
      },
      {
        ...{ id: 'pipeline', title: t('runs.pipeline'), width: 110, sortable: true, card: 'cut' },
        text: run => run.pipeline ?? t('runs.inline'),
      },
      ...(showEngine
        ? [
            {
              ...{ id: 'engine', title: t('runs.engine'), width: 70 },
              text: (run: Run) => t(`engine.${run.ref.engine}`),
            },
          ]
        : []),
      {
        ...{ id: 'place', title: t('runs.place'), width: 100, card: 'cut' },
        text: run => `${run.ref.place} / ${run.ref.folder}`,
      },
      {
        id: 'component',
        title: t('runs.component'),
        width: 80,
        text: run => run.component ?? '—',
      },
      { id: 'source', title: t('runs.source'), width: 100, text: run => sourceText(run.source) },
      {
        id: 'trigger',
        title: t('runs.trigger'),
        width: 96,
        text: run => triggerText(run.trigger),
      },
      {
        ...{ id: 'created', title: t('runs.started'), width: 70, sortable: true, card: 'whole' },
        text: () => '',
        render: run => <Age at={run.startedAt ?? run.createdAt} />,
      },
      {
        ...{ id: 'duration', title: t('runs.duration'), width: 72, sortable: true, card: 'whole' },
        text: () => '',
        render: run => <RunDuration startedAt={run.startedAt} finishedAt={run.finishedAt} />,
      },
      {
        ...{ id: 'tasks', title: t('runs.tasks'), width: 78 },
        text: run => `${run.tasks.done}/${run.tasks.total}`,
        render: run => <TaskProgress tasks={run.tasks} />,
      },
      {
        ...{ id: 'actions', title: t('runs.actions'), width: 48 },
        text: () => '',
        render: run => (
          <IconButton
            size="small"
            aria-label={t('actions.menuOf', { name: run.ref.name })}
            aria-haspopup="menu"
            onClick={event => {
              event.stopPropagation();
              onMenu(run, event.currentTarget);
            }}
          >
            <RiMore2Line size={18} />
          </IconButton>
        ),
      },
    ],
    [t, word, triggerText, onMenu, showEngine],
  );
}
