import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ChangedFile } from '@kubemate/plugin-repositories-common';
import { fonts, PartialBanner, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import type { Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useMemo } from 'react';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { DiffTable } from './DiffTable';
import { parseDiff, type DiffFile } from './parseDiff';

const HEALTH = { added: 'ok', deleted: 'failed', changed: 'idle' } as const;

export interface DiffFilesProps {
  files: readonly ChangedFile[];
  diff: string;
  diffIsCut: boolean;
}

/** What changes, file by file: side by side where there is room, and something on both sides. */
export function DiffFiles({ files, diff, diffIsCut }: DiffFilesProps) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const isWide = useMediaQuery<Theme>(theme => theme.breakpoints.up('lg'));
  const parsed = useMemo(() => parseDiff(diff), [diff]);
  const added = files.reduce((sum, file) => sum + (file.added ?? 0), 0);
  const removed = files.reduce((sum, file) => sum + (file.removed ?? 0), 0);
  return (
    <>
      <Typography variant="body2" color="text.secondary">
        {t('diff.summary', {
          count: files.length,
          added: String(added),
          removed: String(removed),
        })}
      </Typography>
      {diffIsCut && <PartialBanner title={t('diff.cut')} />}
      {parsed.map(file => (
        <DiffCard
          key={file.path}
          file={file}
          numbers={files.find(({ path }) => path === file.path)}
          isWide={isWide}
        />
      ))}
    </>
  );
}

function DiffCard(props: { file: DiffFile; numbers?: ChangedFile; isWide: boolean }) {
  const { file, numbers, isWide } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return (
    <Card component="section" aria-label={file.path} sx={{ minWidth: 0 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1,
          px: 2,
          py: 1,
          borderBottom: 1,
          borderColor: 'divider',
        }}
      >
        <Typography
          component="h3"
          sx={{ fontFamily: fonts.mono, fontSize: 13, overflowWrap: 'anywhere', minWidth: 0 }}
        >
          {file.path}
        </Typography>
        <StatusChip health={HEALTH[file.status]} label={t(`diff.${file.status}`)} />
        <Box sx={{ flex: 1 }} />
        {numbers?.added !== undefined && (
          <Typography variant="body2" color="text.secondary" noWrap>
            {`+${numbers.added} −${numbers.removed ?? 0}`}
          </Typography>
        )}
      </Box>
      {file.hunks.length === 0 ? (
        <Typography variant="body2" color="text.secondary" sx={{ p: 2 }}>
          {t(file.binary ? 'diff.binary' : 'diff.noText')}
        </Typography>
      ) : (
        <DiffTable
          file={file}
          layout={isWide && file.status === 'changed' ? 'side-by-side' : 'unified'}
        />
      )}
    </Card>
  );
}
