import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RepositoryDetail } from '@kubemate/plugin-repositories-common';
import {
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  PartialBanner,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import { Link as RouterLink } from 'react-router-dom';
import { useFiles } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { RefSelect } from '../repository/RefSelect';
import { REPOSITORY_PARAMS } from '../repository/repositoryParams';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { FileView } from './FileView';
import { FolderList } from './FolderList';
import { LastCommit } from './LastCommit';
import { Readme } from './Readme';

/** The folder or file that the address names. */
export function FilesTab({ repository }: { repository: RepositoryDetail }) {
  const [{ ref, path }, update] = useUrlState(REPOSITORY_PARAMS);
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
        <RefSelect
          repository={repository}
          value={ref}
          onChange={value => update({ ref: value }, { history: 'push' })}
        />
        <PathTrail repository={repository} gitRef={ref} path={path} />
      </Box>
      <FilesBody repository={repository} gitRef={ref} path={path} />
    </>
  );
}

interface Within {
  repository: RepositoryDetail;
  gitRef: string;
  path: string;
}

/** The folders above, each a link. */
function PathTrail({ repository, gitRef, path }: Within) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const parts = path === '' ? [] : path.split('/');
  const to = (count: number) =>
    links.repository(repository, { ref: gitRef, path: parts.slice(0, count).join('/') });
  return (
    <Box
      component="nav"
      aria-label={t('files.trail')}
      sx={{ overflowWrap: 'anywhere', minWidth: 0 }}
    >
      <Link component={RouterLink} to={to(0)}>
        {repository.name}
      </Link>
      {parts.map((part, at) => (
        <span key={at}>
          {' / '}
          {at === parts.length - 1 ? (
            <strong>{part}</strong>
          ) : (
            <Link component={RouterLink} to={to(at + 1)}>
              {part}
            </Link>
          )}
        </span>
      ))}
    </Box>
  );
}

function FilesBody({ repository, gitRef, path }: Within) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const asked = { ...(gitRef === '' ? {} : { ref: gitRef }), ...(path === '' ? {} : { path }) };
  const query = useFiles(repository, asked);
  if (query.isPending) return <LoadingState lines={8} />;
  if (query.isError) {
    const { kind, message } = describeError(query.error);
    if (kind === 'not-found')
      return (
        <EmptyState
          title={t('files.unknown', { path: path || gitRef })}
          description={t('files.unknownHint')}
          action={
            <Button variant="outlined" component={RouterLink} to={links.repository(repository)}>
              {t('files.toRoot')}
            </Button>
          }
        />
      );
    return (
      <ErrorState
        title={t('files.failed')}
        error={new Error(message)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const { file, items, isCut, commit } = query.data;
  if (file) return <FileView place={repository} gitRef={gitRef} path={path} file={file} />;
  const readme = items.find(
    ({ kind, path: each }) => kind === 'file' && /(?:^|\/)readme\.md$/i.test(each),
  );
  return (
    <>
      {isCut && <PartialBanner title={t('files.cut')} />}
      {path === '' && <LastCommit place={repository} commit={commit} />}
      <FolderList place={repository} gitRef={gitRef} items={items} />
      {readme && <Readme place={repository} gitRef={gitRef} path={readme.path} />}
    </>
  );
}
