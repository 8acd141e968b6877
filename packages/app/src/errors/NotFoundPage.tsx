import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EmptyState, openCommandPalette, Page, PageContent } from '@kubemate/ui';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { shellTranslationRef } from '../translations/shellTranslationRef';

/** What an address leads to that no page has. */
export function NotFoundPage() {
  const { t } = useTranslationRef(shellTranslationRef);
  const { pathname } = useLocation();
  return (
    <Page>
      <PageContent>
        <EmptyState
          title={t('notFound.title')}
          description={t('notFound.hint', { path: pathname })}
          action={
            <Stack direction="row" gap={1} justifyContent="center" flexWrap="wrap">
              <Button variant="contained" component={RouterLink} to="/">
                {t('notFound.home')}
              </Button>
              <Button variant="outlined" onClick={openCommandPalette}>
                {t('notFound.search')}
              </Button>
            </Stack>
          }
        />
      </PageContent>
    </Page>
  );
}
