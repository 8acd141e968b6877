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
): readonly LiveTableColumn<Run>[] {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { t: word } = useTranslationRef(uiTranslationRef);
  const triggerText = useTriggerText();
  return useMemo(() => {
    const pipelineText = (run: Run) => run.pipeline ?? t('runs.inline');
    return [
      {
        ...{ id: 'phase', title: t('runs.phase'), width: 115, status: true, sortable: true },
        text: run => word(`phase.${run.phase}`),
        render: run => <PhaseChip phase={run.phase} variant="plain" />,
      },
      {
        ...{ id: 'name', title: t('runs.run'), width: 210, primary: true, sortable: true },
        text: run => run.ref.name,
        render: run => <RunName run={run} />,
        second: pipelineText,
      },
      {
        ...{
          id: 'pipeline',
          title: t('runs.pipeline'),
          sortable: true,
          card: 'cut',
          cardOnly: true,
        },
        text: pipelineText,
      },
      {
        id: 'component',
        title: t('runs.component'),
        width: 104,
        text: run => run.component ?? '—',
      },
      {
        ...{ id: 'place', title: t('runs.place'), width: 140, card: 'cut' },
        text: run => `${run.ref.place} / ${run.ref.folder}`,
        second: run => t(`engine.${run.ref.engine}`),
      },
      {
        ...{ id: 'source', title: t('runs.source'), width: 170 },
        text: run => sourceText(run.source),
        second: run => triggerText(run.trigger),
      },
      {
        ...{ id: 'created', title: t('runs.started'), width: 92, sortable: true, card: 'whole' },
        text: () => '',
        render: run => <Age at={run.startedAt ?? run.createdAt} />,
      },
      {
        ...{ id: 'duration', title: t('runs.duration'), width: 88, sortable: true, card: 'whole' },
        // Beside the age on a card, it would be one of two numbers that look alike.
        cardTitle: t('runs.took'),
        text: () => '',
        render: run => <RunDuration run={run} />,
      },
      {
        ...{ id: 'tasks', title: t('runs.tasks'), width: 96 },
        text: run => `${run.tasks.done}/${run.tasks.total}`,
        render: run => <TaskProgress tasks={run.tasks} />,
      },
      {
        ...{ id: 'actions', title: t('runs.actions'), width: 56, titleHidden: true },
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
    ];
  }, [t, word, triggerText, onMenu]);
}
