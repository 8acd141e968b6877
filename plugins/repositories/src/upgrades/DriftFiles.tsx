import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RepositoryPlace, TemplatedFile } from '@kubemate/plugin-repositories-common';
import { fonts, StatusChip } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** Files that somebody has changed, and files that the template would write differently today. */
export function DriftFiles(props: {
  place: RepositoryPlace;
  /** On another git host their pages are there. */
  isElsewhere: boolean;
  files: readonly TemplatedFile[];
}) {
  const { place, isElsewhere, files } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  return (
    <Box component="ul" sx={{ m: 0, p: 0, listStyle: 'none' }}>
      {files.map(({ path, byHand, today }) => (
        <Box
          component="li"
          key={path}
          sx={{
            display: 'flex',
            flexWrap: 'wrap',
            gap: 1,
            alignItems: 'center',
            px: 2,
            py: 1,
            borderTop: 1,
            borderColor: 'divider',
            '&:first-of-type': { borderTop: 0 },
          }}
        >
          <Box
            sx={{
              flex: 1,
              minWidth: 200,
              overflowWrap: 'anywhere',
              fontFamily: fonts.mono,
              typography: 'body2',
            }}
          >
            {isElsewhere || byHand === 'deleted' || today === 'missing' ? (
              path
            ) : (
              <Link component={RouterLink} to={links.repository(place, { path })}>
                {path}
              </Link>
            )}
          </Box>
          {byHand && <StatusChip health="idle" label={t(`upgrades.byHand.${byHand}`)} />}
          {today && <StatusChip health="warning" label={t(`upgrades.today.${today}`)} />}
        </Box>
      ))}
    </Box>
  );
}
