import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { styled } from '@mui/material/styles';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { radii, type } from '../theme/tokens';
import { PhaseIcon } from './PhaseIcon';
import { PHASE_LOOK } from './phaseLook';
import type { TaskPhase } from './TaskGraphModel';

const Chip = styled('span')<{ phase: TaskPhase; plain: string }>(({ theme, phase, plain }) => {
  const tone = theme.palette.kubemate.health[PHASE_LOOK[phase].tone];
  const surface = {
    padding: '1px 8px 1px 6px',
    borderRadius: radii.full,
    backgroundColor: tone.bg,
    border: `1px solid ${tone.border}`,
    fontSize: type.caption.size,
  };
  return {
    display: 'inline-flex',
    alignItems: 'center',
    gap: 5,
    color: tone.fg,
    fontWeight: type.weight.medium,
    lineHeight: `${type.dense.line}px`,
    whiteSpace: 'nowrap',
    verticalAlign: 'middle',
    ...(plain === 'no' && surface),
  };
});

export interface PhaseChipProps {
  phase: TaskPhase;
  /** `plain` has no surface: for table cells. */
  variant?: 'chip' | 'plain';
}

/** The phase of a run, a task or a step: shape, colour and word. */
export function PhaseChip({ phase, variant = 'chip' }: PhaseChipProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  return (
    <Chip phase={phase} plain={variant === 'plain' ? 'yes' : 'no'}>
      <PhaseIcon phase={phase} size={14} />
      {t(`phase.${phase}`)}
    </Chip>
  );
}
