import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EmptyState, FailureState, LoadingState } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { RiSearchLine } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { docsTranslationRef } from '../translations/docsTranslationRef';
import { useDocsSearch } from './useDocs';

/** The pages that hold what is searched for. */
export function DocsResults({ text, linkTo }: { text: string; linkTo(path: string): string }) {
  const { t } = useTranslationRef(docsTranslationRef);
  const { data, error, refetch } = useDocsSearch(text);
  if (error !== null)
    return <FailureState title={t('searchFailed')} error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <LoadingState />;
  if (data.items.length === 0)
    return (
      <EmptyState
        icon={<RiSearchLine size={32} />}
        title={t('nothingFound', { text })}
        description={t('nothingFoundHint')}
      />
    );
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      <Typography variant="h2">{t('found', { text })}</Typography>
      {data.items.map(({ path, title, excerpt }) => (
        <Box key={path} sx={{ minWidth: 0 }}>
          <Link component={RouterLink} to={linkTo(path)} sx={{ fontWeight: 'medium' }}>
            {title}
          </Link>
          <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
            {excerpt}
          </Typography>
        </Box>
      ))}
    </Box>
  );
}
