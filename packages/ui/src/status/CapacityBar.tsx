import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import { styled, useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiErrorWarningFill } from '@remixicon/react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { radii } from '../theme/tokens';
import { capacityShares, type Capacity } from './capacity';

export interface CapacityBarProps extends Capacity {
  /** `CPU`, `Memory`. */
  label: string;
  /** Writes an amount for people: `2.5 cores`, `12 GiB`. */
  format(amount: number): string;
  /** `compact` is the bar alone; `cell` has figures above it, for tables. */
  variant?: 'full' | 'compact' | 'cell';
}

const Track = styled('div')(({ theme }) => ({
  position: 'relative',
  height: 8,
  borderRadius: radii.full,
  overflow: 'hidden',
  backgroundColor: theme.palette.kubemate.surface.pressed,
  '& > div': { position: 'absolute', insetBlock: 0, insetInlineStart: 0 },
}));

/** Used over requested over allocatable, on one bar. */
export function CapacityBar(props: CapacityBarProps) {
  const { label, format, variant = 'full', ...capacity } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const { brand, health, text: textColour } = useTheme().palette.kubemate;
  const shares = capacityShares(capacity);
  const part = (name: 'used' | 'requested', value: number | undefined) =>
    value === undefined ? [] : [`${t(`capacity.${name}`)} ${format(value)}`];
  const parts = [
    ...part('used', capacity.used),
    ...part('requested', capacity.requested),
    `${t('capacity.allocatable')} ${format(capacity.allocatable)}`,
    ...(shares.overcommitted ? [t('capacity.overcommitted')] : []),
  ];
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  const fill = shares.overcommitted ? health.warning : { fg: brand.main };
  const bar = (
    <Track role="img" aria-label={`${label}: ${parts.join(', ')}`} title={parts.join('\n')}>
      <div style={{ width: percent(shares.requested), background: fill.fg, opacity: 0.35 }} />
      <div style={{ width: percent(shares.used), background: fill.fg }} />
      {shares.overcommitted && (
        <div style={{ left: percent(shares.limit), width: 2, background: textColour.primary }} />
      )}
    </Track>
  );
  if (variant === 'compact') return bar;
  const percentage = shares.ratio === undefined ? '—' : `${Math.round(shares.ratio * 100)} %`;
  if (variant === 'cell')
    return (
      <Box sx={{ width: '100%', minWidth: 0 }}>
        <Box
          aria-hidden
          sx={{
            display: 'flex',
            justifyContent: 'space-between',
            gap: 1,
            mb: 0.5,
            typography: 'caption',
            fontVariantNumeric: 'tabular-nums',
          }}
        >
          <span>
            {capacity.requested === undefined ? '' : `${format(capacity.requested)} / `}
            {format(capacity.allocatable)}
          </span>
          <Box component="span" sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}>
            {percentage}
          </Box>
        </Box>
        {bar}
      </Box>
    );
  return (
    <Stack gap={0.75} sx={{ minWidth: 0 }}>
      <Stack direction="row" justifyContent="space-between" gap={1}>
        <Typography variant="subtitle2">{label}</Typography>
        <Stack direction="row" alignItems="center" gap={0.5} sx={{ minWidth: 0 }}>
          {shares.overcommitted && (
            <RiErrorWarningFill size={14} color={health.warning.fg} aria-hidden />
          )}
          <Typography variant="body2" color="text.secondary" noWrap>
            {percentage}
          </Typography>
        </Stack>
      </Stack>
      {bar}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5 }}>
        {parts.map(text => (
          <Typography key={text} variant="caption" color="text.secondary">
            {text}
          </Typography>
        ))}
      </Box>
    </Stack>
  );
}
