import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DocsPage } from '@kubemate/plugin-docs-common';
import { MarkdownView } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { RiExternalLinkLine } from '@remixicon/react';
import { useCallback, useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import { docsTranslationRef } from '../translations/docsTranslationRef';
import { DocsImage } from './DocsImage';
import { docsLink } from './docsLink';

/** A page as it is read. */
export function DocsPageView({ page }: { page: DocsPage }) {
  const { t } = useTranslationRef(docsTranslationRef);
  const { pathname, hash } = useLocation();
  const { path, source, text } = page;
  useEffect(() => {
    // The browser looked for the heading before there was one.
    if (hash !== '') document.getElementById(decodeURIComponent(hash.slice(1)))?.scrollIntoView();
  }, [hash, path]);
  const linkTo = useCallback(
    (href: string) =>
      docsLink(href, { path, base: pathname, ...(source !== undefined && { source }) }),
    [path, source, pathname],
  );
  const renderImage = useCallback(
    (image: { src: string; alt: string }) => <DocsImage {...image} page={path} />,
    [path],
  );
  return (
    <Box component="article" sx={{ minWidth: 0 }}>
      <MarkdownView text={text} linkTo={linkTo} renderImage={renderImage} />
      {source !== undefined && (
        <Link
          href={source}
          target="_blank"
          rel="noopener noreferrer"
          sx={{
            display: 'inline-flex',
            alignItems: 'center',
            gap: 0.5,
            mt: 4,
            typography: 'body2',
          }}
        >
          {t('edit')}
          <RiExternalLinkLine size={14} aria-hidden />
        </Link>
      )}
    </Box>
  );
}
