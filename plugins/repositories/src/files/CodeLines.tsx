import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { fonts, PartialBanner } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { useEffect, useRef } from 'react';
import { Link as RouterLink, useLocation } from 'react-router-dom';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

const MAX_LINES = 5_000;

/** Text with the number of each line, which is a link to it. */
export function CodeLines({ text, label }: { text: string; label: string }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { hash, pathname, search } = useLocation();
  const chosen = Number(/^#L(\d+)$/.exec(hash)?.[1]);
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => row.current?.scrollIntoView?.({ block: 'center' }), [chosen]);
  const lines = text.replace(/\n$/, '').split('\n');
  return (
    <>
      {lines.length > MAX_LINES && (
        <PartialBanner title={t('files.linesCut', { count: MAX_LINES })} />
      )}
      <Box role="region" aria-label={label} tabIndex={0} sx={{ overflow: 'auto' }}>
        <Box
          component="table"
          sx={{
            borderCollapse: 'collapse',
            minWidth: '100%',
            fontFamily: fonts.mono,
            fontSize: 12,
            lineHeight: '20px',
            '& td': { p: 0, verticalAlign: 'top' },
            '& a': { color: 'text.secondary', textDecoration: 'none', px: 1.5, display: 'block' },
            '& a:hover': { textDecoration: 'underline' },
          }}
        >
          <tbody>
            {lines.slice(0, MAX_LINES).map((line, at) => {
              const number = at + 1;
              const isChosen = number === chosen;
              return (
                <Box
                  component="tr"
                  key={number}
                  ref={isChosen ? row : undefined}
                  aria-current={isChosen || undefined}
                  sx={isChosen ? { bgcolor: 'kubemate.brand.subtle' } : undefined}
                >
                  <td style={{ width: 1, textAlign: 'right', userSelect: 'none' }}>
                    <RouterLink
                      to={{ pathname, search, hash: `#L${number}` }}
                      replace
                      aria-label={t('files.line', { number: String(number) })}
                    >
                      {number}
                    </RouterLink>
                  </td>
                  <td style={{ whiteSpace: 'pre', paddingRight: 16 }}>{line}</td>
                </Box>
              );
            })}
          </tbody>
        </Box>
      </Box>
    </>
  );
}
