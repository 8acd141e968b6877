import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RepositoryDetail } from '@kubemate/plugin-repositories-common';
import { describeError, EmptyState, ErrorState, LoadingState, useUrlState } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Card from '@mui/material/Card';
import { useState } from 'react';
import { useCommits } from '../api/queries';
import { RefSelect } from '../repository/RefSelect';
import { REPOSITORY_PARAMS } from '../repository/repositoryParams';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { CommitList } from './CommitList';

const FIRST = 50;
/** What the server answers at most. */
const MOST = 200;

/** The history of a branch. */
export function CommitsTab({ repository }: { repository: RepositoryDetail }) {
  const [{ ref }, update] = useUrlState(REPOSITORY_PARAMS);
  return (
    <>
      <Box>
        <RefSelect
          repository={repository}
          value={ref}
          onChange={value => update({ ref: value }, { history: 'push' })}
        />
      </Box>
      <CommitsBody key={ref} repository={repository} gitRef={ref} />
    </>
  );
}

function CommitsBody(props: { repository: RepositoryDetail; gitRef: string }) {
  const { repository, gitRef } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [limit, setLimit] = useState(FIRST);
  const { owner, name } = repository;
  const query = useCommits({ owner, name }, { limit, ...(gitRef === '' ? {} : { ref: gitRef }) });
  if (query.isPending) return <LoadingState lines={8} />;
  if (query.isError)
    return (
      <ErrorState
        title={t('commits.failed')}
        error={new Error(describeError(query.error).message)}
        onRetry={() => void query.refetch()}
      />
    );
  const { items } = query.data;
  if (items.length === 0) return <EmptyState title={t('commits.none')} />;
  const hasMore = items.length === limit;
  return (
    <>
      <Card component="section" aria-label={t('tabs.commits')}>
        <CommitList place={repository} commits={items} />
      </Card>
      {hasMore && limit < MOST && (
        <Box>
          <Button variant="outlined" onClick={() => setLimit(MOST)}>
            {t('commits.more')}
          </Button>
        </Box>
      )}
      {hasMore && limit >= MOST && (
        <Box sx={{ typography: 'body2', color: 'text.secondary' }}>{t('commits.older')}</Box>
      )}
    </>
  );
}
