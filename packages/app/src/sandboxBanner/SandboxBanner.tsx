import { configApiRef, useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { RiFlaskLine } from '@remixicon/react';
import { shellTranslationRef } from '../translations/shellTranslationRef';

/** Says on every page that the clusters are simulated, so that nobody takes them for real. */
export function SandboxBanner() {
  const config = useApi(configApiRef);
  const { t } = useTranslationRef(shellTranslationRef);
  if (config.getOptionalBoolean('kubemate.sandbox.enabled') !== true) return null;
  return (
    <Box
      role="note"
      sx={{
        display: 'flex',
        alignItems: 'center',
        justifyContent: 'center',
        gap: 1,
        minHeight: 28,
        px: 2,
        bgcolor: 'primary.main',
        color: 'primary.contrastText',
      }}
    >
      <RiFlaskLine size={14} aria-hidden />
      <Typography variant="caption" component="span">
        {t('sandbox.banner')}
      </Typography>
      <Typography
        variant="caption"
        component="span"
        sx={{ display: { xs: 'none', md: 'inline' }, opacity: 0.9 }}
      >
        {t('sandbox.more')}: <code>{t('sandbox.command')}</code>
      </Typography>
    </Box>
  );
}
