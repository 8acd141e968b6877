import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { DOCS_ANNOTATION, type DocsSite } from '@kubemate/plugin-docs-common';
import {
  describeError,
  EmptyState,
  FailureState,
  LoadingState,
  SearchBox,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import type { Theme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { RiBookOpenLine } from '@remixicon/react';
import { useLocation } from 'react-router-dom';
import { docsTranslationRef } from '../translations/docsTranslationRef';
import { DocsNavigation, DocsPageSelect } from './DocsNavigation';
import { DocsPageView } from './DocsPageView';
import { DocsResults } from './DocsResults';
import { OnThisPage } from './OnThisPage';
import { DOCS_PARAMS, useDocsPage, useDocsSite } from './useDocs';

/** The documentation of an entity: its pages beside the one that is read. */
export function DocsContent() {
  const { t } = useTranslationRef(docsTranslationRef);
  const { data, error, refetch } = useDocsSite();
  if (data !== undefined) return <DocsReader site={data} />;
  if (error === null) return <LoadingState />;
  return <Failure title={t('failed')} error={error} onRetry={() => void refetch()} />;
}

function DocsReader({ site }: { site: DocsSite }) {
  const { t } = useTranslationRef(docsTranslationRef);
  const [{ page: asked, find }, update] = useUrlState(DOCS_PARAMS);
  const page = useDocsPage(asked);
  const { pathname } = useLocation();
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('md'));
  const linkTo = (path: string) => `${pathname}?page=${encodeURIComponent(path)}`;
  const navigation = { entries: site.entries, path: page.data?.path ?? asked, linkTo };
  return (
    <Box
      sx={{
        display: 'grid',
        gap: { xs: 2, md: 3 },
        alignItems: 'start',
        gridTemplateColumns: {
          xs: 'minmax(0, 1fr)',
          md: '220px minmax(0, 1fr)',
          lg: '220px minmax(0, 1fr) 200px',
        },
      }}
    >
      <Box sx={{ display: 'grid', gap: 1.5, position: { md: 'sticky' }, top: 16 }}>
        <SearchBox
          value={find}
          onChange={text => update({ find: text })}
          placeholder={t('search')}
        />
        {isNarrow ? <DocsPageSelect {...navigation} /> : <DocsNavigation {...navigation} />}
      </Box>
      <Paper variant="outlined" sx={{ p: { xs: 2, md: 4 }, minWidth: 0 }}>
        {find === '' ? <Reading page={page} /> : <DocsResults text={find} linkTo={linkTo} />}
      </Paper>
      <Box sx={{ display: { xs: 'none', lg: 'block' }, position: 'sticky', top: 16 }}>
        {find === '' && page.data !== undefined && <OnThisPage text={page.data.text} />}
      </Box>
    </Box>
  );
}

function Reading({ page }: { page: ReturnType<typeof useDocsPage> }) {
  const { t } = useTranslationRef(docsTranslationRef);
  if (page.data !== undefined) return <DocsPageView page={page.data} />;
  if (page.error === null) return <LoadingState />;
  return <Failure title={t('pageFailed')} error={page.error} onRetry={() => void page.refetch()} />;
}

function Failure({ title, error, onRetry }: { title: string; error: Error; onRetry(): void }) {
  const { t } = useTranslationRef(docsTranslationRef);
  const { kind, message } = describeError(error);
  if (kind === 'not-found')
    return (
      <EmptyState
        icon={<RiBookOpenLine size={32} />}
        title={t('missing')}
        description={`${message}. ${t('missingHint', { annotation: DOCS_ANNOTATION })}`}
      />
    );
  return <FailureState title={title} error={error} onRetry={onRetry} />;
}
