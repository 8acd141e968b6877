import { keyframes, styled, useTheme } from '@mui/material/styles';
import { PHASE_LOOK } from './phaseLook';
import type { TaskPhase } from './TaskGraphModel';

const turn = keyframes({ to: { transform: 'rotate(360deg)' } });

const Slot = styled('span')({
  display: 'inline-flex',
  flex: 'none',
  '@media (prefers-reduced-motion: no-preference)': {
    '&[data-phase=running]': { animation: `${turn} 2s linear infinite` },
  },
});

/** The shape of a phase, beside its word. */
export function PhaseIcon({ phase, size = 16 }: { phase: TaskPhase; size?: number }) {
  const { tone, icon: Icon } = PHASE_LOOK[phase];
  const { fg } = useTheme().palette.kubemate.health[tone];
  return (
    <Slot data-phase={phase} aria-hidden>
      <Icon size={size} color={fg} />
    </Slot>
  );
}
