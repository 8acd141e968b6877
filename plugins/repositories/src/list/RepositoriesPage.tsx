import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Repository } from '@kubemate/plugin-repositories-common';
import {
  ActionButton,
  Age,
  describeError,
  EmptyState,
  ErrorState,
  FilterBar,
  LiveTable,
  Page,
  PageContent,
  PageHeader,
  useDocumentTitle,
  useUrlState,
  type LiveTableColumn,
  type SearchBoxHandle,
} from '@kubemate/ui';
import type { Theme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { RiAddLine, RiGitRepositoryLine, RiLockLine } from '@remixicon/react';
import { useMemo, useRef, useState } from 'react';
import { useRepositories } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { repositoriesTranslationRef } from '../translations/repositoriesTranslationRef';
import { CreateDialog } from './CreateDialog';
import { LIST_PARAMS, selectRepositories } from './listState';

/** The repositories that the person may read. */
export function RepositoriesPage() {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const query = useRepositories();
  useDocumentTitle(t('list.title'));
  return (
    <Page>
      <PageHeader
        title={t('list.title')}
        icon={<RiGitRepositoryLine size={22} />}
        actions={<CreateButton mayCreate={query.data?.mayCreate} />}
      />
      <PageContent layout="fill">
        <RepositoriesBody query={query} />
      </PageContent>
    </Page>
  );
}

function CreateButton({ mayCreate }: { mayCreate: boolean | undefined }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const [opener, setOpener] = useState<HTMLElement>();
  const reason =
    mayCreate === true
      ? undefined
      : t(mayCreate === undefined ? 'list.checking' : 'list.createDenied');
  return (
    <>
      <ActionButton
        variant="contained"
        startIcon={<RiAddLine size={16} />}
        disabledReason={reason}
        onClick={event => setOpener(event.currentTarget)}
      >
        {t('list.create')}
      </ActionButton>
      {opener && <CreateDialog opener={opener} onClose={() => setOpener(undefined)} />}
    </>
  );
}

function RepositoriesBody({ query }: { query: ReturnType<typeof useRepositories> }) {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  const links = useLinks();
  const [state, update] = useUrlState(LIST_PARAMS);
  const box = useRef<SearchBoxHandle>(null);
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('sm'));
  const all = useColumns();
  // On one line there is no room for sentences.
  const columns = useMemo(
    () => (isNarrow ? all.filter(({ id }) => id !== 'description') : all),
    [all, isNarrow],
  );
  const { data } = query;
  const found = useMemo(() => selectRepositories(data?.items ?? [], state), [data, state]);
  const rows = useMemo(() => new Map(found.map((each, at) => [at, each])), [found]);
  if (query.isError && data === undefined)
    return (
      <ErrorState
        title={t('list.failed')}
        error={new Error(describeError(query.error).message)}
        onRetry={() => void query.refetch()}
      />
    );
  if (data?.items.length === 0)
    return (
      <EmptyState
        icon={<RiGitRepositoryLine size={32} />}
        title={t('list.empty')}
        description={t('list.emptyHint')}
        action={<CreateButton mayCreate={data.mayCreate} />}
      />
    );
  return (
    <>
      <FilterBar
        ref={box}
        search={state.search}
        onSearchChange={search => update({ search })}
        searchPlaceholder={t('list.search')}
        onClear={() => update({ search: '' }, { history: 'push' })}
      />
      <LiveTable
        label={t('list.title')}
        columns={columns}
        total={found.length}
        rows={rows}
        rowKey={({ owner, name }) => `${owner}/${name}`}
        rowHref={each => links.repository(each)}
        loading={query.isPending}
        sort={state.sort}
        onSortChange={sort => update({ sort })}
        viewKey={state.search}
        onSearchRequest={() => box.current?.focus()}
        empty={<EmptyState title={t('list.noMatch')} description={t('list.noMatchHint')} />}
      />
    </>
  );
}

function useColumns(): readonly LiveTableColumn<Repository>[] {
  const { t } = useTranslationRef(repositoriesTranslationRef);
  return useMemo(
    () => [
      {
        id: 'name',
        title: t('list.repository'),
        width: 280,
        primary: true,
        sortable: true,
        text: ({ owner, name }) => `${owner}/${name}`,
      },
      {
        id: 'visibility',
        title: t('list.visibility'),
        width: 130,
        sortable: true,
        text: ({ visibility }) => t(`visibility.${visibility}`),
        render: ({ visibility }) => (
          <span style={{ display: 'inline-flex', gap: 5, alignItems: 'center' }}>
            {visibility === 'private' && <RiLockLine size={14} aria-hidden />}
            {t(`visibility.${visibility}`)}
          </span>
        ),
      },
      {
        id: 'pushed',
        title: t('list.pushed'),
        width: 130,
        sortable: true,
        text: ({ pushedAt }) => String(pushedAt ?? ''),
        render: ({ pushedAt }) => <Age at={pushedAt} />,
      },
      {
        id: 'pulls',
        title: t('list.pulls'),
        width: 150,
        align: 'end',
        sortable: true,
        text: ({ openPullRequests }) => String(openPullRequests),
      },
      {
        id: 'description',
        title: t('list.description'),
        width: 320,
        text: ({ description = '' }) => description,
      },
    ],
    [t],
  );
}
