import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { styled } from '@mui/material/styles';
import { RiFlowChart, RiNodeTree, RiPuzzleLine } from '@remixicon/react';
import { memo } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { visuallyHidden } from '../layout/visuallyHidden';
import { radii, type } from '../theme/tokens';
import type { PlacedTask } from './layoutTaskGraph';
import { PhaseIcon } from './PhaseIcon';
import { useTaskDuration } from './useTaskDuration';

const Button = styled('button')(({ theme }) => {
  const c = theme.palette.kubemate;
  return {
    position: 'absolute',
    display: 'flex',
    alignItems: 'center',
    gap: 8,
    padding: '0 10px 0 12px',
    font: 'inherit',
    textAlign: 'left',
    cursor: 'pointer',
    overflow: 'hidden',
    color: c.text.primary,
    backgroundColor: c.surface.raised,
    border: `1px solid ${c.border.subtle}`,
    borderRadius: radii.medium,
    '&:hover': { borderColor: c.border.control },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}`, outlineOffset: 2 },
    '&[data-phase=failed], &[data-phase=timed-out]': {
      borderColor: c.health.failed.fg,
      backgroundColor: c.health.failed.bg,
    },
    '&[data-phase=running]': { borderColor: c.health.progressing.fg },
    '&[data-phase=skipped], &[data-phase=pending]': { borderStyle: 'dashed' },
    '&[data-critical=true]::before': {
      content: '""',
      position: 'absolute',
      insetBlock: 0,
      insetInlineStart: 0,
      width: 4,
      backgroundColor: c.brand.main,
    },
    '&[aria-pressed=true]': {
      borderColor: c.brand.main,
      boxShadow: `0 0 0 2px ${c.brand.main}`,
    },
    '& > svg': { flex: 'none', color: c.text.secondary },
  };
});

const Text = styled('span')({
  flex: 1,
  minWidth: 0,
  '& > span': {
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
});

const Title = styled('span')({
  fontSize: type.dense.size,
  lineHeight: `${type.dense.line}px`,
  fontWeight: type.weight.medium,
});

const Facts = styled('span')(({ theme }) => ({
  fontSize: type.caption.size,
  lineHeight: `${type.caption.line}px`,
  fontVariantNumeric: 'tabular-nums',
  color: theme.palette.kubemate.text.secondary,
}));

const KIND_ICON = {
  task: undefined,
  finally: undefined,
  custom: RiPuzzleLine,
  pipeline: RiNodeTree,
} as const;

export interface TaskBoxProps {
  place: PlacedTask;
  selected: boolean;
  /** The one task that Tab leads to. */
  tabbable: boolean;
  onSelect(id: string): void;
  onFocus(id: string): void;
}

/** One task of the graph: its phase as shape, colour and word, its name, how long it took. */
export const TaskBox = memo(({ place, selected, tabbable, onSelect, onFocus }: TaskBoxProps) => {
  const { task, x, y, width, height } = place;
  const { t } = useTranslationRef(uiTranslationRef);
  const duration = useTaskDuration(task);
  const KindIcon = KIND_ICON[task.kind] ?? (task.phase === undefined ? RiFlowChart : undefined);
  const facts = [
    task.phase === undefined ? [] : t(`phase.${task.phase}`),
    duration ?? [],
    task.note ?? [],
  ]
    .flat()
    .join(' · ');
  const label = [task.title, facts, ...(task.isCritical ? [t('dag.critical')] : [])].join(', ');
  return (
    <Button
      type="button"
      data-task={task.id}
      data-phase={task.phase}
      data-critical={task.isCritical === true}
      aria-pressed={selected}
      title={label}
      tabIndex={tabbable ? 0 : -1}
      onClick={() => onSelect(task.id)}
      onFocus={() => onFocus(task.id)}
      style={{ width, height, left: x, top: y }}
    >
      {task.phase !== undefined && <PhaseIcon phase={task.phase} />}
      <span style={visuallyHidden}>{label}</span>
      <Text aria-hidden>
        <Title>{task.title}</Title>
        <Facts>{facts}</Facts>
      </Text>
      {KindIcon !== undefined && <KindIcon size={16} aria-hidden />}
    </Button>
  );
});
TaskBox.displayName = 'TaskBox';
