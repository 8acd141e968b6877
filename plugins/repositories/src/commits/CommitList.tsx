import type { Commit, RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { Age, CopyButton, fonts } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link as RouterLink } from 'react-router-dom';
import { shortName } from '../links/EntityName';
import { useLinks } from '../links/useLinks';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** Commits, newest first: what, who and when. */
export function CommitList(props: { place: RepositoryPlace; commits: readonly Commit[] }) {
  const { place, commits } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {commits.map(({ id, message, author, at }) => (
        <Box
          component="li"
          key={id}
          sx={{
            display: 'flex',
            alignItems: 'center',
            gap: 1,
            px: 2,
            py: 1,
            '&:not(:last-child)': { borderBottom: 1, borderColor: 'divider' },
          }}
        >
          <Box sx={{ flex: 1, minWidth: 0 }}>
            <Link
              component={RouterLink}
              to={links.commit(place, id)}
              sx={{ overflowWrap: 'anywhere', fontWeight: 500 }}
            >
              {message.split('\n')[0] || id.slice(0, 8)}
            </Link>
            <Typography variant="body2" color="text.secondary">
              {shortName(author)} · <Age at={at} />
            </Typography>
          </Box>
          <Box component="code" sx={{ fontFamily: fonts.mono, fontSize: 12, flex: 'none' }}>
            {id.slice(0, 8)}
          </Box>
          <CopyButton text={id} label={t('commits.copy')} />
        </Box>
      ))}
    </Box>
  );
}
