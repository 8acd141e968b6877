import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { headingsOf } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { docsTranslationRef } from '../translations/docsTranslationRef';

/** The second and third level of headings of a page, to jump to; nothing where there is one at most. */
export function OnThisPage({ text }: { text: string }) {
  const { t } = useTranslationRef(docsTranslationRef);
  const headings = headingsOf(text).filter(({ level }) => level === 2 || level === 3);
  if (headings.length < 2) return null;
  return (
    <Box component="nav" aria-label={t('onThisPage')} sx={{ display: 'grid', gap: 0.5 }}>
      <Typography variant="caption" color="text.secondary">
        {t('onThisPage')}
      </Typography>
      {headings.map(({ id, text: title, level }) => (
        <Link
          key={id}
          href={`#${id}`}
          color="text.secondary"
          underline="hover"
          sx={{ typography: 'body2', pl: (level - 2) * 1.5 }}
        >
          {title}
        </Link>
      ))}
    </Box>
  );
}
