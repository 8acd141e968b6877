import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTheme } from '@mui/material/styles';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatQuotaAmount } from '@kubemate/kube-common';
import type { QuotaEffect } from '@kubemate/operations-common';
import { RiErrorWarningFill } from '@remixicon/react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { fonts, radii } from '../theme/tokens';

/** Of each quota that a plan takes of: what is used, what comes on top, and where it ends. */
export function QuotaList({ effects }: { effects: readonly QuotaEffect[] }) {
  const groups = new Map<string, QuotaEffect[]>();
  for (const effect of effects) {
    const name = `${effect.quota} · ${effect.namespace} · ${effect.cluster}`;
    groups.set(name, [...(groups.get(name) ?? []), effect]);
  }
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5 }}>
      {[...groups].map(([name, group]) => (
        <Box key={name}>
          <Typography variant="body2" color="text.secondary" sx={{ mb: 0.75 }}>
            {name}
          </Typography>
          <Box
            component="ul"
            sx={{
              ...{ listStyle: 'none', m: 0, p: 0, display: 'grid', columnGap: 3, rowGap: 1.25 },
              gridTemplateColumns: 'repeat(auto-fill, minmax(min(260px, 100%), 1fr))',
            }}
          >
            {group.map(effect => (
              <EffectBar key={effect.resource} effect={effect} />
            ))}
          </Box>
        </Box>
      ))}
    </Box>
  );
}

function EffectBar({ effect }: { effect: QuotaEffect }) {
  const { t } = useTranslationRef(uiTranslationRef);
  const { brand, health, surface } = useTheme().palette.kubemate;
  const { resource, hard, used, adds } = effect;
  const isTooMuch = used + adds > hard && adds > 0;
  const colour = isTooMuch ? health.failed.fg : brand.main;
  const said = (amount: number) => formatQuotaAmount(resource, amount);
  const change = `${adds < 0 ? '−' : '+'} ${said(Math.abs(adds))}`;
  const share = (amount: number) =>
    `${hard > 0 ? Math.min(100, Math.max(0, (amount / hard) * 100)) : 100}%`;
  const kept = Math.min(used, used + adds);
  const label = t('operation.quotaLabel', {
    ...{ resource, used: said(used), change, hard: said(hard) },
  });
  return (
    <Box component="li" sx={{ minWidth: 0 }}>
      <Box
        sx={{
          ...{ display: 'flex', alignItems: 'baseline', gap: 0.75, mb: 0.5, typography: 'caption' },
          fontVariantNumeric: 'tabular-nums',
        }}
      >
        <Box
          component="span"
          sx={{ fontFamily: fonts.mono, minWidth: 0, overflowWrap: 'anywhere', flex: 1 }}
        >
          {resource}
        </Box>
        <Box component="span" sx={{ whiteSpace: 'nowrap' }}>
          {said(used)}{' '}
          <Box component="strong" sx={{ color: isTooMuch ? health.failed.fg : 'text.primary' }}>
            {change}
          </Box>{' '}
          / {said(hard)}
        </Box>
        {isTooMuch && (
          <Box component="span" sx={{ color: colour, display: 'inline-flex', alignSelf: 'center' }}>
            <RiErrorWarningFill size={12} aria-hidden />
          </Box>
        )}
      </Box>
      <Box
        role="img"
        aria-label={label}
        sx={{
          ...{ display: 'flex', height: 8, overflow: 'hidden', bgcolor: surface.pressed },
          borderRadius: `${radii.full}px`,
        }}
      >
        <Box sx={{ width: share(kept), bgcolor: colour, opacity: 0.4 }} />
        <Box sx={{ width: share(Math.abs(adds)), bgcolor: adds < 0 ? health.ok.fg : colour }} />
      </Box>
      {isTooMuch && (
        <Typography variant="caption" sx={{ color: colour }}>
          {t('operation.quotaShort', { amount: said(used + adds - hard) })}
        </Typography>
      )}
    </Box>
  );
}
