import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Files } from '@kubemate/plugin-repositories-common';
import { CopyButton, EmptyState, Section } from '@kubemate/ui';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useLocation } from 'react-router-dom';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { CodeLines } from './CodeLines';
import { formatBytes } from './formatBytes';
import { type FilePlace, MarkdownText } from './MarkdownText';

/** A file: as lines that can be linked, or as the page that its Markdown makes. */
export function FileView(props: FilePlace & { file: NonNullable<Files['file']> }) {
  const { path, file } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { hash } = useLocation();
  const isMarkdown = /\.md$/i.test(path);
  // A link to a line is a link to the source.
  const [view, setView] = useState<'page' | 'source'>(
    isMarkdown && hash === '' ? 'page' : 'source',
  );
  const name = path.split('/').at(-1) ?? path;
  if (file.encoding === 'base64')
    return (
      <Section title={name}>
        <EmptyState
          title={t('files.binary')}
          description={t('files.binaryHint', { size: formatBytes(file.size) })}
        />
      </Section>
    );
  return (
    <Section
      title={name}
      flush
      actions={
        <>
          <Typography variant="body2" color="text.secondary" noWrap sx={{ ml: 'auto' }}>
            {formatBytes(file.size)}
          </Typography>
          {isMarkdown && (
            <ToggleButtonGroup
              exclusive
              size="small"
              value={view}
              aria-label={t('files.view')}
              onChange={(_, value: typeof view | null) => value !== null && setView(value)}
            >
              <ToggleButton value="page">{t('files.page')}</ToggleButton>
              <ToggleButton value="source">{t('files.source')}</ToggleButton>
            </ToggleButtonGroup>
          )}
          <CopyButton text={file.content} label={t('files.copy')} />
        </>
      }
    >
      {view === 'page' && isMarkdown ? (
        <MarkdownText text={file.content} file={props} />
      ) : (
        <CodeLines text={file.content} label={path} />
      )}
    </Section>
  );
}
