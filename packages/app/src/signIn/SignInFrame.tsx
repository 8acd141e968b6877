import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { PartialBanner } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { Logo } from '../navigation/Logo';
import { shellTranslationRef } from '../translations/shellTranslationRef';
import { hasEnded } from './rememberedEnd';
import { SandboxBanner } from '../sandboxBanner/SandboxBanner';

/** The page around every way to sign in. */
export function SignInFrame(props: { title: string; subtitle?: string; children: ReactNode }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const [ended] = useState(() => hasEnded(window.sessionStorage));
  return (
    <Box
      sx={{
        minHeight: '100dvh',
        display: 'flex',
        flexDirection: 'column',
        bgcolor: 'background.default',
      }}
    >
      <SandboxBanner />
      <Box
        component="main"
        sx={{
          flex: 1,
          width: '100%',
          maxWidth: 880,
          mx: 'auto',
          px: { xs: 2, md: 4 },
          py: { xs: 4, md: 8 },
          display: 'flex',
          flexDirection: 'column',
          justifyContent: 'center',
          gap: 4,
        }}
      >
        <Logo size={36} />
        {ended && <PartialBanner severity="info" title={t('signIn.ended')} />}
        <div>
          <Typography variant="h1" component="h1" gutterBottom>
            {props.title}
          </Typography>
          {props.subtitle !== undefined && (
            <Typography color="text.secondary">{props.subtitle}</Typography>
          )}
        </div>
        <Box>{props.children}</Box>
      </Box>
    </Box>
  );
}
