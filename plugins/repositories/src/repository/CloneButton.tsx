import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CodeBlock, PopoverButton } from '@kubemate/ui';
import Link from '@mui/material/Link';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { RiDownloadLine } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** The commands that bring the repository onto one's own machine. */
export function CloneButton({ cloneUrl }: { cloneUrl: string }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const folder = cloneUrl.replace(/^.*\//, '').replace(/\.git$/, '');
  return (
    <PopoverButton label={t('clone.title')} icon={<RiDownloadLine size={16} />} align="right">
      {() => (
        <Stack gap={1.5} sx={{ p: 2, width: 'min(480px, calc(100vw - 32px))' }}>
          <Typography variant="body2">{t('clone.fresh')}</Typography>
          <CodeBlock command code={`git clone ${cloneUrl}`} />
          <Typography variant="body2">{t('clone.existing')}</Typography>
          <CodeBlock command code={`git remote add origin ${cloneUrl}`} />
          <Typography variant="caption" color="text.secondary">
            {t('clone.password', { folder })}{' '}
            <Link component={RouterLink} to={links.accessTokens()} underline="always">
              {t('clone.tokens')}
            </Link>
          </Typography>
        </Stack>
      )}
    </PopoverButton>
  );
}
