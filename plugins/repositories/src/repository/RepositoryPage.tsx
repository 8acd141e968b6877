import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RepositoryDetail } from '@kubemate/plugin-repositories-common';
import {
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import { RiLockLine } from '@remixicon/react';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { useRepository } from '../api/queries';
import { BranchesTab } from '../branches/BranchesTab';
import { CommitsTab } from '../commits/CommitsTab';
import { FilesTab } from '../files/FilesTab';
import { EntityName } from '../links/EntityName';
import { useLinks } from '../links/useLinks';
import { PullsTab } from '../pulls/PullsTab';
import { SettingsTab } from '../settings/SettingsTab';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { CloneButton } from './CloneButton';
import { EmptyRepository } from './EmptyRepository';
import { RepositoryMenu } from './RepositoryMenu';
import { REPOSITORY_PARAMS, REPOSITORY_TABS } from './repositoryParams';

/** One repository: what is in it, how it came to be, and what is proposed. */
export function RepositoryPage() {
  const { owner = '', name = '' } = useParams();
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const [{ tab }] = useUrlState(REPOSITORY_PARAMS);
  const { data } = useRepository({ owner, name });
  useDocumentTitle(t(`tabs.${tab}`), `${owner}/${name}`);
  const open = data?.openPullRequests ?? 0;
  const badge = (number: number) => (number === 0 ? undefined : `(${number})`);
  const badges = { pulls: badge(open), branches: badge(data?.branches.length ?? 0) };
  return (
    <Page>
      <PageHeader
        title={`${owner}/${name}`}
        breadcrumbs={[{ title: t('list.title'), to: links.repositories() }]}
        status={data && <VisibilityChip repository={data} />}
        subtitle={data && <Subtitle repository={data} />}
        actions={
          data && (
            <>
              <CloneButton cloneUrl={data.cloneUrl} />
              <RepositoryMenu repository={data} />
            </>
          )
        }
        tabs={
          data === undefined
            ? []
            : REPOSITORY_TABS.filter(id => id !== 'settings' || data.may.configure).map(id => ({
                id,
                title: t(`tabs.${id}`),
                to: links.repository({ owner, name }, { tab: id }),
                badge: id === 'pulls' || id === 'branches' ? badges[id] : undefined,
              }))
        }
        activeTab={tab}
      />
      <PageContent>
        <RepositoryBody place={{ owner, name }} tab={tab} />
      </PageContent>
    </Page>
  );
}

function VisibilityChip({ repository: { visibility } }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return (
    <Chip
      size="small"
      variant="outlined"
      label={t(`visibility.${visibility}`)}
      {...(visibility === 'private' ? { icon: <RiLockLine size={14} /> } : {})}
    />
  );
}

function Subtitle({ repository: { description, group } }: { repository: RepositoryDetail }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return (
    <>
      {description && `${description} · `}
      {t('repository.ownedBy')} <EntityName entityRef={group} />
    </>
  );
}

function RepositoryBody(props: {
  place: { owner: string; name: string };
  tab: (typeof REPOSITORY_TABS)[number];
}) {
  const { place, tab } = props;
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const query = useRepository(place);
  if (query.isPending) return <LoadingState lines={8} />;
  if (query.data === undefined) {
    const { kind, message } = describeError(query.error);
    if (kind === 'not-found')
      return (
        <EmptyState
          title={t('repository.unknown', { name: `${place.owner}/${place.name}` })}
          description={t('repository.unknownHint')}
          action={
            <Button variant="outlined" component={RouterLink} to={links.repositories()}>
              {t('repository.toList')}
            </Button>
          }
        />
      );
    return (
      <ErrorState
        title={t('repository.failed')}
        error={new Error(message)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const repository = query.data;
  if (tab === 'pulls') return <PullsTab repository={repository} />;
  if (tab === 'settings') return <SettingsTab repository={repository} />;
  if (repository.branches.length === 0) return <EmptyRepository repository={repository} />;
  if (tab === 'commits') return <CommitsTab repository={repository} />;
  if (tab === 'branches') return <BranchesTab repository={repository} />;
  return <FilesTab repository={repository} />;
}
