import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FileEntry, RepositoryPlace } from '@kubemate/plugin-repositories-common';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Link from '@mui/material/Link';
import { RiFileLine, RiFolderLine, RiGitRepositoryLine, RiLinkM } from '@remixicon/react';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { formatBytes } from './formatBytes';

const ICONS = {
  file: RiFileLine,
  folder: RiFolderLine,
  symlink: RiLinkM,
  submodule: RiGitRepositoryLine,
} as const;

/** What is in a folder, folders first. */
export function FolderList(props: {
  place: RepositoryPlace;
  gitRef: string;
  items: readonly FileEntry[];
}) {
  const { place, gitRef, items } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const sorted = [...items].sort(
    (a, b) =>
      Number(b.kind === 'folder') - Number(a.kind === 'folder') || (a.path < b.path ? -1 : 1),
  );
  return (
    <Card component="section" aria-label={t('tabs.files')}>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {sorted.map(({ kind, path, size }) => {
          const Icon = ICONS[kind];
          const name = path.split('/').at(-1);
          return (
            <Box
              component="li"
              key={path}
              sx={{
                display: 'flex',
                alignItems: 'center',
                gap: 1,
                px: 2,
                minHeight: 36,
                '&:not(:last-child)': { borderBottom: 1, borderColor: 'divider' },
              }}
            >
              <Box
                component={Icon}
                size={16}
                aria-hidden
                sx={{ flex: 'none', color: 'text.secondary' }}
              />
              {kind === 'submodule' ? (
                <span>{name}</span>
              ) : (
                <Link
                  component={RouterLink}
                  to={links.repository(place, { ref: gitRef, path })}
                  sx={{ overflowWrap: 'anywhere' }}
                >
                  {name}
                </Link>
              )}
              <Box sx={{ flex: 1 }} />
              <Box component="span" sx={{ typography: 'body2', color: 'text.secondary' }}>
                {kind === 'file' && size !== undefined
                  ? formatBytes(size)
                  : kind !== 'folder' &&
                    t(`files.${kind === 'submodule' ? 'submodule' : 'symlink'}`)}
              </Box>
            </Box>
          );
        })}
      </Box>
    </Card>
  );
}
