import type { ReactNode } from 'react';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import Box from '@mui/material/Box';
import { SandboxBanner } from '../sandboxBanner/SandboxBanner';
import { shellTranslationRef } from '../translations/shellTranslationRef';

const CONTENT_ID = 'content';

/** The frame of every page: the sandbox's banner, the navigation (beside, or above on a narrow screen), the page. */
export function Layout(props: { navigation: ReactNode; content: ReactNode }) {
  const { t } = useTranslationRef(shellTranslationRef);
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', height: '100dvh' }}>
      <Box
        component="a"
        href={`#${CONTENT_ID}`}
        sx={{
          position: 'absolute',
          left: 8,
          top: -48,
          zIndex: 'tooltip',
          px: 2,
          py: 1,
          borderRadius: 1,
          bgcolor: 'background.paper',
          '&:focus': { top: 8 },
        }}
      >
        {t('navigation.skip')}
      </Box>
      <SandboxBanner />
      <Box
        sx={{ display: 'flex', flex: 1, minHeight: 0, flexDirection: { xs: 'column', md: 'row' } }}
      >
        {props.navigation}
        <Box
          id={CONTENT_ID}
          tabIndex={-1}
          sx={{ flex: 1, minWidth: 0, minHeight: 0, overflow: 'auto', outline: 'none' }}
        >
          {props.content}
        </Box>
      </Box>
    </Box>
  );
}
