import type { Health } from '@kubemate/kube-common';
import Stack from '@mui/material/Stack';
import { styled } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { radii } from '../theme/tokens';
import { HEALTH_ORDER } from './healthLook';
import { StatusChip } from './StatusChip';

export interface HealthBarProps {
  /** How many objects are in each health. */
  counts: Readonly<Partial<Record<Health, number>>>;
  /** What is counted: `Pods`. Read out before the counts. */
  label: string;
  /** Also list the counts that are not zero under the bar. */
  legend?: boolean;
  /** Makes each count of the legend a button. */
  onSelect?(health: Health): void;
}

const Track = styled('div')(({ theme }) => ({
  display: 'flex',
  gap: 2,
  height: 8,
  borderRadius: radii.full,
  overflow: 'hidden',
  backgroundColor: theme.palette.kubemate.surface.pressed,
}));

const Part = styled('div')<{ health: Health }>(({ theme, health }) => ({
  minWidth: 3,
  backgroundColor: theme.palette.kubemate.health[health].fg,
  opacity: health === 'idle' ? 0.45 : 1,
}));

const LegendButton = styled('button')({
  all: 'unset',
  cursor: 'pointer',
  '&:focus-visible': { outline: '2px solid currentColor', borderRadius: radii.small },
});

/** The proportions of health among many objects. */
export function HealthBar({ counts, label, legend = false, onSelect }: HealthBarProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const parts = HEALTH_ORDER.flatMap(health => {
    const count = counts[health] ?? 0;
    return count > 0 ? [{ health, count, text: `${count} ${t(`health.${health}`)}` }] : [];
  });
  const spoken = parts.map(part => part.text).join(', ') || t('health.none');
  return (
    <Stack gap={1} sx={{ minWidth: 0 }}>
      <Track role="img" aria-label={`${label}: ${spoken}`} title={spoken}>
        {parts.map(({ health, count }) => (
          <Part key={health} health={health} style={{ flexGrow: count }} />
        ))}
      </Track>
      {legend && (
        <Stack
          direction="row"
          flexWrap="wrap"
          columnGap={1.5}
          rowGap={0.5}
          sx={{ typography: 'body2' }}
        >
          {parts.map(({ health, text }) => {
            const chip = <StatusChip key={health} health={health} label={text} variant="plain" />;
            return onSelect === undefined ? (
              chip
            ) : (
              <LegendButton key={health} type="button" onClick={() => onSelect(health)}>
                {chip}
              </LegendButton>
            );
          })}
        </Stack>
      )}
    </Stack>
  );
}
