import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { styled, useTheme } from '@mui/material/styles';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { visuallyHidden } from '../layout/visuallyHidden';
import { radii, type } from '../theme/tokens';
import { formatAge } from '../time/formatAge';
import { PHASE_LOOK } from './phaseLook';
import { PhaseIcon } from './PhaseIcon';
import { endOf, type GraphTask } from './TaskGraphModel';
import { barOf, type TimeSpan } from './timeAxis';

const Row = styled('button')(({ theme }) => {
  const c = theme.palette.kubemate;
  return {
    display: 'flex',
    alignItems: 'center',
    width: '100%',
    minHeight: 32,
    padding: '2px 8px 2px 0',
    border: 0,
    borderTop: `1px solid ${c.border.subtle}`,
    background: 'none',
    font: 'inherit',
    fontSize: type.dense.size,
    color: c.text.primary,
    textAlign: 'left',
    cursor: 'pointer',
    '&:hover': { backgroundColor: c.surface.hover },
    '&:focus-visible': { outline: `2px solid ${theme.palette.primary.main}`, outlineOffset: -2 },
    '&[aria-pressed=true]': { backgroundColor: c.brand.subtle },
  };
});

const Name = styled('span')({
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  minWidth: 0,
  paddingInline: '4px 8px',
  '& > span:last-of-type': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
});

const Track = styled('span')({
  position: 'relative',
  display: 'block',
  flex: 1,
  height: 22,
  minWidth: 0,
});

export interface GanttRowProps {
  task: GraphTask;
  span: TimeSpan | undefined;
  now: number;
  /** Ms from the start of the span. */
  ticks: readonly number[];
  /** In px; absent where the name stands above its bar. */
  nameWidth: number | undefined;
  selected: boolean;
  tabbable: boolean;
  onSelect(id: string): void;
  onFocus(id: string): void;
}

/** A task as a bar from its start to its end. */
export function GanttRow(props: GanttRowProps) {
  const { task, span, now, ticks, nameWidth, selected, tabbable, onSelect, onFocus } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const tokens = useTheme().palette.kubemate;
  const phase = task.phase ?? 'pending';
  const tone = tokens.health[PHASE_LOOK[phase].tone];
  const bar = barOf(task, now);
  const length = span === undefined ? 1 : span.to - span.from;
  const share = (ms: number) => `${(ms / length) * 100}%`;
  const isTimed = bar !== undefined && endOf(task, now) !== undefined;
  const duration = isTimed ? formatAge(bar.to - bar.from) : undefined;
  const word = t(`phase.${phase}`);
  const facts = [task.title, word, duration ?? [], task.isCritical ? t('dag.critical') : []];
  // The text stands behind its bar, or before its end where there is no room behind.
  const isLate = span !== undefined && bar !== undefined && (bar.to - span.from) / length > 0.72;
  return (
    <Row
      type="button"
      data-task={task.id}
      aria-pressed={selected}
      tabIndex={tabbable ? 0 : -1}
      onClick={() => onSelect(task.id)}
      onFocus={() => onFocus(task.id)}
      style={
        nameWidth === undefined ? { flexDirection: 'column', alignItems: 'stretch' } : undefined
      }
    >
      <span style={visuallyHidden}>{facts.flat().join(', ')}</span>
      <Name aria-hidden style={{ width: nameWidth, flex: 'none' }}>
        <PhaseIcon phase={phase} />
        <span>{task.title}</span>
      </Name>
      <Track aria-hidden style={nameWidth === undefined ? { flex: 'none' } : undefined}>
        {ticks.map(tick => (
          <span
            key={tick}
            style={{
              position: 'absolute',
              insetBlock: -2,
              left: share(tick),
              borderLeft: `1px solid ${tokens.border.subtle}`,
            }}
          />
        ))}
        {span !== undefined && bar !== undefined && (
          <span
            data-bar
            style={{
              position: 'absolute',
              top: 4,
              height: 14,
              left: share(bar.from - span.from),
              width: share(bar.to - bar.from),
              minWidth: 4,
              borderRadius: radii.small,
              backgroundColor: tone.border,
              borderBottom: `4px solid ${task.isCritical ? tokens.brand.main : tone.border}`,
              outline: `1px solid ${tone.fg}`,
              outlineOffset: -1,
            }}
          />
        )}
        <span
          style={{
            position: 'absolute',
            top: 2,
            fontSize: type.caption.size,
            lineHeight: '18px',
            whiteSpace: 'nowrap',
            color: isLate ? tokens.text.primary : tokens.text.secondary,
            ...textPlace({ span, bar, isLate, share }),
          }}
        >
          {duration ?? word}
        </span>
      </Track>
    </Row>
  );
}

function textPlace(place: {
  span: TimeSpan | undefined;
  bar: TimeSpan | undefined;
  isLate: boolean;
  share(ms: number): string;
}) {
  const { span, bar, isLate, share } = place;
  if (span === undefined || bar === undefined) return { left: 6 };
  return isLate
    ? { right: share(span.to - bar.to), paddingRight: 6 }
    : { left: share(bar.to - span.from), paddingLeft: 6 };
}
