import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { fonts } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { Fragment } from 'react';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { pairLines, type DiffFile, type DiffLine } from './parseDiff';

const SIGN = { same: ' ', added: '+', removed: '−' } as const;

export interface DiffTableProps {
  file: DiffFile;
  layout: 'side-by-side' | 'unified';
}

/** The lines of one file. Colour is not all that tells them apart: each has its sign. */
export function DiffTable({ file, layout }: DiffTableProps) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const isPair = layout === 'side-by-side';
  return (
    <Box
      tabIndex={0}
      role="region"
      aria-label={t('diff.of', { path: file.path })}
      sx={{ overflow: 'auto', maxHeight: '70vh' }}
    >
      <Box
        component="table"
        sx={{
          width: '100%',
          borderCollapse: 'collapse',
          tableLayout: isPair ? 'fixed' : 'auto',
          fontFamily: fonts.mono,
          fontSize: 12,
          lineHeight: '20px',
          '& td': { verticalAlign: 'top', p: 0 },
          '& td[data-number]': {
            width: 48,
            px: 1,
            textAlign: 'right',
            color: 'text.secondary',
            userSelect: 'none',
          },
          '& td[data-text]': { px: 1, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
          '& td[data-kind=added]': { bgcolor: 'kubemate.health.ok.bg' },
          '& td[data-kind=removed]': { bgcolor: 'kubemate.health.failed.bg' },
          '& td[data-kind=none]': { bgcolor: 'kubemate.surface.sunken' },
        }}
      >
        <Box component="caption" sx={{ position: 'absolute', clip: 'rect(0 0 0 0)' }}>
          {t('diff.of', { path: file.path })}
        </Box>
        <colgroup>
          {(isPair ? [48, null, 48, null] : [48, 48, null]).map((width, at) => (
            <col key={at} style={width === null ? undefined : { width }} />
          ))}
        </colgroup>
        <tbody>
          {file.hunks.map(hunk => (
            <Fragment key={hunk.heading}>
              <tr>
                <Box
                  component="td"
                  colSpan={isPair ? 4 : 3}
                  sx={{ bgcolor: 'kubemate.surface.sunken', color: 'text.secondary' }}
                >
                  <Box sx={{ px: 1 }}>{hunk.heading}</Box>
                </Box>
              </tr>
              {isPair
                ? pairLines(hunk.lines).map(({ left, right }, at) => (
                    <tr key={at}>
                      <Side line={left} number={left?.before} />
                      <Side line={right} number={right?.after} />
                    </tr>
                  ))
                : hunk.lines.map((line, at) => (
                    <tr key={at}>
                      <td data-number data-kind={line.kind}>
                        {line.before}
                      </td>
                      <Side line={line} number={line.after} />
                    </tr>
                  ))}
            </Fragment>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

function Side({ line, number }: { line: DiffLine | undefined; number: number | undefined }) {
  const kind = line?.kind ?? 'none';
  return (
    <>
      <td data-number data-kind={kind}>
        {number}
      </td>
      <td data-text data-kind={kind}>
        {line && `${SIGN[line.kind]} ${line.text}`}
      </td>
    </>
  );
}
