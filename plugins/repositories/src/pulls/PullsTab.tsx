import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { PullRequest, RepositoryDetail } from '@kubemate/plugin-repositories-common';
import {
  ActionButton,
  Age,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Card from '@mui/material/Card';
import Link from '@mui/material/Link';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { RiGitPullRequestLine } from '@remixicon/react';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { usePullRequests } from '../api/queries';
import { EntityName } from '../links/EntityName';
import { ListLine } from '../links/ListLine';
import { useLinks } from '../links/useLinks';
import { REPOSITORY_PARAMS } from '../repository/repositoryParams';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { OpenPullRequestDialog } from './OpenPullRequestDialog';
import { PullStateChip } from './PullStateChip';

const STATES = ['open', 'merged', 'closed', 'all'] as const;

/** What is or was proposed. */
export function PullsTab({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [{ state }, update] = useUrlState(REPOSITORY_PARAMS);
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, justifyContent: 'space-between' }}>
        <ToggleButtonGroup
          exclusive
          value={state}
          aria-label={t('pulls.states')}
          onChange={(_, value: typeof state | null) =>
            value !== null && update({ state: value }, { history: 'push' })
          }
        >
          {STATES.map(each => (
            <ToggleButton key={each} value={each}>
              {t(`pulls.state.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <OpenButton repository={repository} />
      </Box>
      <PullsBody repository={repository} state={state} />
    </>
  );
}

function OpenButton({ repository }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [opener, setOpener] = useState<HTMLElement>();
  const { branches, may } = repository;
  const reason = !may.write
    ? t('pulls.openDenied')
    : branches.length < 2
      ? t('pulls.noBranch')
      : undefined;
  return (
    <>
      <ActionButton
        variant="contained"
        startIcon={<RiGitPullRequestLine size={16} />}
        disabledReason={reason}
        onClick={event => setOpener(event.currentTarget)}
      >
        {t('pulls.open')}
      </ActionButton>
      {opener && (
        <OpenPullRequestDialog
          repository={repository}
          opener={opener}
          onClose={() => setOpener(undefined)}
        />
      )}
    </>
  );
}

function PullsBody(props: { repository: RepositoryDetail; state: (typeof STATES)[number] }) {
  const { repository, state } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const { owner, name } = repository;
  const query = usePullRequests({ owner, name }, state);
  if (query.isPending) return <LoadingState lines={6} />;
  if (query.isError)
    return (
      <ErrorState
        title={t('pulls.failed')}
        error={new Error(describeError(query.error).message)}
        onRetry={() => void query.refetch()}
      />
    );
  const { items } = query.data;
  if (items.length === 0)
    return (
      <EmptyState
        icon={<RiGitPullRequestLine size={32} />}
        title={t(state === 'open' ? 'pulls.noneOpen' : 'pulls.none')}
        description={t('pulls.noneHint')}
      />
    );
  return (
    <Card component="section" aria-label={t('tabs.pulls')}>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {items.map(request => (
          <PullLine key={request.number} repository={repository} request={request} />
        ))}
      </Box>
    </Card>
  );
}

function PullLine(props: { repository: RepositoryDetail; request: PullRequest }) {
  const { repository, request } = props;
  const links = useLinks();
  const { number, title, state, head, base, author, createdAt } = request;
  return (
    <ListLine>
      <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
        <Link
          component={RouterLink}
          to={links.pullRequest(repository, number)}
          sx={{ overflowWrap: 'anywhere', fontWeight: 500 }}
        >
          {title}
        </Link>
        <Typography variant="body2" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
          {`#${number} · `}
          <EntityName entityRef={author} />
          {' · '}
          <Age at={createdAt} />
          {` · ${head} → ${base}`}
        </Typography>
      </Box>
      <PullStateChip state={state} />
    </ListLine>
  );
}
