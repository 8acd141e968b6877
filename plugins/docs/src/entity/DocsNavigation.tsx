import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { DocsEntry } from '@kubemate/plugin-docs-common';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { Link as RouterLink, useNavigate } from 'react-router-dom';
import { docsTranslationRef } from '../translations/docsTranslationRef';

export interface DocsNavigationProps {
  entries: readonly DocsEntry[];
  /** The page that is open. */
  path: string | undefined;
  linkTo(path: string): string;
}

/** The pages in reading order, beside the text. */
export function DocsNavigation({ entries, path, linkTo }: DocsNavigationProps) {
  const { t } = useTranslationRef(docsTranslationRef);
  return (
    <Box component="nav" aria-label={t('pages')} sx={{ display: 'grid', gap: 0.25 }}>
      {entries.map(entry => {
        const key = `${entry.path ?? ''} ${entry.title}`;
        const indent = { pl: 1 + entry.level * 1.5 };
        if (entry.path === undefined)
          return (
            <Typography
              key={key}
              variant="caption"
              color="text.secondary"
              sx={{ ...indent, mt: 1 }}
            >
              {entry.title}
            </Typography>
          );
        const isOpen = entry.path === path;
        return (
          <Link
            key={key}
            component={RouterLink}
            to={linkTo(entry.path)}
            aria-current={isOpen ? 'page' : undefined}
            underline="none"
            sx={{
              ...indent,
              pr: 1,
              py: 0.5,
              borderRadius: 1,
              typography: 'body2',
              color: isOpen ? 'primary.main' : 'text.primary',
              bgcolor: isOpen ? 'kubemate.brand.subtle' : undefined,
              '&:hover': { bgcolor: isOpen ? undefined : 'kubemate.surface.hover' },
            }}
          >
            {entry.title}
          </Link>
        );
      })}
    </Box>
  );
}

/** The same where there is no room beside the text. */
export function DocsPageSelect({ entries, path, linkTo }: DocsNavigationProps) {
  const { t } = useTranslationRef(docsTranslationRef);
  const navigate = useNavigate();
  const pages = entries.filter(entry => entry.path !== undefined);
  return (
    <TextField
      select
      fullWidth
      label={t('pages')}
      value={pages.some(entry => entry.path === path) ? path : ''}
      onChange={event => navigate(linkTo(event.target.value))}
    >
      {pages.map(entry => (
        <MenuItem key={entry.path} value={entry.path} sx={{ pl: 2 + entry.level * 2 }}>
          {entry.title}
        </MenuItem>
      ))}
    </TextField>
  );
}
