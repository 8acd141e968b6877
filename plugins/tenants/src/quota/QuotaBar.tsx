import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { RiErrorWarningFill } from '@remixicon/react';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import type { QuotaAmount } from './quotaAmounts';
import { useResourceTitle } from './useResourceTitle';

/** How much of one limit is used. */
export function QuotaBar({ amount }: { amount: QuotaAmount }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const titleOf = useResourceTitle();
  const { resource, used, hard, ratio, tone } = amount;
  const title = titleOf(resource);
  const percent = Math.round(ratio * 100);
  const colour = tone === 'ok' ? 'primary.main' : `kubemate.health.${tone}.fg`;
  return (
    <Box sx={{ minWidth: 0 }} title={resource}>
      <Box
        aria-hidden
        sx={{
          display: 'flex',
          alignItems: 'baseline',
          gap: 0.5,
          mb: 0.5,
          typography: 'caption',
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        <Box
          component="span"
          sx={{
            color: 'text.secondary',
            overflow: 'hidden',
            textOverflow: 'ellipsis',
            whiteSpace: 'nowrap',
          }}
        >
          {title}
        </Box>
        <Box component="span" sx={{ ml: 'auto', whiteSpace: 'nowrap' }}>
          {used} / {hard}
        </Box>
        {tone !== 'ok' && (
          <Box component="span" sx={{ color: colour, display: 'inline-flex', alignSelf: 'center' }}>
            <RiErrorWarningFill size={12} />
          </Box>
        )}
      </Box>
      <Box
        role="img"
        aria-label={t('quota.barLabel', { title, used, hard, percent: String(percent) })}
        sx={{
          height: 8,
          borderRadius: 4,
          overflow: 'hidden',
          bgcolor: 'kubemate.surface.pressed',
        }}
      >
        <Box sx={{ height: 1, width: `${Math.min(100, ratio * 100)}%`, bgcolor: colour }} />
      </Box>
    </Box>
  );
}
