import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RepositoryPlace } from '@kubemate/plugin-repositories-common';
import { Age } from '@kubemate/ui';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useCommits } from '../api/queries';
import { shortName } from '../links/EntityName';
import { useLinks } from '../links/useLinks';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';

/** The newest commit of what is looked at: who, what, and how long ago. */
export function LastCommit({ place, commit }: { place: RepositoryPlace; commit: string }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const newest = useCommits(place, { ref: commit, limit: 1 }).data?.items[0];
  if (newest === undefined) return null;
  return (
    <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
      {t('commits.last', { author: shortName(newest.author) })}{' '}
      <Link component={RouterLink} to={links.commit(place, newest.id)} underline="always">
        {newest.message.split('\n')[0]}
      </Link>
      {' · '}
      <Age at={newest.at} />
    </Typography>
  );
}
