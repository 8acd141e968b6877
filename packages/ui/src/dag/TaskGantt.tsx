import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { formatAge } from '../time/formatAge';
import { useNow } from '../time/useNow';
import { GanttRow } from './GanttRow';
import { GraphFooter } from './GraphFooter';
import { NARROW } from './layoutTaskGraph';
import { endOf, type GraphTask } from './TaskGraphModel';
import { axisTicks, byStart, spanOfTasks } from './timeAxis';
import { useBoxWidth } from './useBoxWidth';

/** Widths in px. */
const NAME = 200;
const TICK = 84;

export interface TaskGanttProps {
  tasks: readonly GraphTask[];
  /** Names the chart for a screen reader. */
  label: string;
  selected?: string;
  onSelect(id: string | undefined): void;
}

/** When each task ran, as bars on one axis of time; those that go on grow. Up and down go from task to task. */
export function TaskGantt({ tasks, label, selected, onSelect }: TaskGanttProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const root = useRef<HTMLDivElement>(null);
  const width = useBoxWidth(root);
  const [focused, setFocused] = useState<string>();
  const sorted = useMemo(() => byStart(tasks), [tasks]);
  const isLive = tasks.some(
    task => task.startedAt !== undefined && endOf(task, Infinity) === Infinity,
  );
  const now = useNow(time => (isLive ? time : 0));
  const span = spanOfTasks(sorted, now);
  const isNarrow = width > 0 && width < NARROW;
  const track = (width === 0 ? 800 : width) - (isNarrow ? 0 : NAME) - 24;
  const length = span === undefined ? 0 : span.to - span.from;
  const ticks = span === undefined ? [] : axisTicks(length, Math.max(1, Math.floor(track / TICK)));
  const present = [focused, selected].find(id => tasks.some(task => task.id === id));
  const tabbable = present ?? sorted[0]?.id;

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' && selected !== undefined) onSelect(undefined);
    else if (step !== undefined) {
      const rows = [...(root.current?.querySelectorAll<HTMLElement>('[data-task]') ?? [])];
      const at = rows.findIndex(({ dataset }) => dataset.task === tabbable);
      rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
    } else return;
    event.preventDefault();
  };
  return (
    <Box sx={{ bgcolor: 'kubemate.surface.base', borderRadius: 'inherit', minWidth: 0 }}>
      {/* Its parts have the focus; the keys are those of the whole. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <Box
        ref={root}
        role="group"
        aria-label={label}
        onKeyDown={onKeyDown}
        sx={{ maxHeight: '70vh', overflowY: 'auto', overflowX: 'hidden', px: 1.5, pb: 1 }}
      >
        <Box
          aria-hidden
          sx={{ position: 'relative', height: 28, ml: isNarrow ? 0 : `${NAME}px`, mr: 1 }}
        >
          {ticks.map(tick => (
            <Typography
              key={tick}
              variant="caption"
              color="text.secondary"
              sx={{
                position: 'absolute',
                left: `${(tick / length) * 100}%`,
                top: 8,
                pl: 0.5,
                borderLeft: 1,
                borderColor: 'divider',
                whiteSpace: 'nowrap',
                ...(tick / length > 0.93 && { display: 'none' }),
              }}
            >
              {formatAge(tick)}
            </Typography>
          ))}
        </Box>
        {sorted.map(task => (
          <GanttRow
            key={task.id}
            task={task}
            span={span}
            now={now}
            ticks={ticks}
            nameWidth={isNarrow ? undefined : NAME}
            selected={task.id === selected}
            tabbable={task.id === tabbable}
            onSelect={onSelect}
            onFocus={setFocused}
          />
        ))}
        {span === undefined && (
          <Typography variant="body2" color="text.secondary" sx={{ py: 1 }}>
            {t('dag.notStarted')}
          </Typography>
        )}
      </Box>
      <GraphFooter hasCritical={tasks.some(({ isCritical }) => isCritical)} />
    </Box>
  );
}
