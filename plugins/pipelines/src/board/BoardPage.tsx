import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { BoardList, BoardSummary } from '@kubemate/plugin-pipelines-common';
import {
  DataAge,
  EmptyState,
  FailureState,
  FilterBar,
  LiveTable,
  type LiveTableColumn,
  Page,
  PageContent,
  textParam,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import { RiRouteLine } from '@remixicon/react';
import { useMemo } from 'react';
import { useComponents } from '../api/promotionQueries';
import { entityName } from '../approvals/entityName';
import { useLinks } from '../links/useLinks';
import { PipelinesHeader } from '../runs/PipelinesHeader';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { EnvironmentCell } from './EnvironmentCell';
import { imageName } from './environmentText';

const PARAMS = { search: textParam() };

/** Components by environments: which version is where. */
export function BoardPage() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [{ search }] = useUrlState(PARAMS);
  const query = useComponents(search.trim());
  useDocumentTitle(t('tabs.board'), t('title'));
  return (
    <Page>
      <PipelinesHeader
        tab="board"
        actions={
          <DataAge
            asOf={query.data?.pages[0]?.asOf}
            connection={query.isError ? 'offline' : query.isPending ? 'connecting' : 'static'}
          />
        }
      />
      <PageContent layout="fill">
        <BoardBody query={query} />
      </PageContent>
    </Page>
  );
}

function BoardBody({ query }: { query: ReturnType<typeof useComponents> }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const [{ search }, update] = useUrlState(PARAMS);
  const first = query.data?.pages[0];
  const items = useMemo(() => query.data?.pages.flatMap(page => page.items) ?? [], [query.data]);
  const rows = useMemo(() => new Map(items.map((item, at) => [at, item])), [items]);
  const columns = useColumns(first?.environments);
  if (query.isError && first === undefined) {
    return (
      <FailureState
        title={t('board.failed')}
        deniedTitle={t('board.denied')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  }
  return (
    <>
      <FilterBar
        search={search}
        onSearchChange={text => update({ search: text })}
        searchPlaceholder={t('board.search')}
        onClear={() => update({ search: '' })}
      />
      <LiveTable
        label={t('tabs.board')}
        columns={columns}
        total={items.length}
        rows={rows}
        rowKey={({ component }) => component}
        rowHref={({ component }) => links.componentBoard(component)}
        loading={query.isPending}
        viewKey={search}
        empty={
          search === '' ? (
            <EmptyState
              icon={<RiRouteLine size={32} />}
              title={t(first?.environments.length === 0 ? 'board.noEnvironments' : 'board.empty')}
              description={t(
                first?.environments.length === 0 ? 'board.noEnvironmentsHint' : 'board.emptyHint',
              )}
            />
          ) : (
            <EmptyState
              title={t('board.noMatch')}
              action={
                <Button variant="outlined" onClick={() => update({ search: '' })}>
                  {t('board.showAll')}
                </Button>
              }
            />
          )
        }
      />
      {query.hasNextPage && (
        <Button
          variant="outlined"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
          sx={{ alignSelf: 'center', flex: 'none' }}
        >
          {t('board.more', { shown: String(items.length), total: String(first?.total ?? '') })}
        </Button>
      )}
    </>
  );
}

function useColumns(
  environments: BoardList['environments'] = [],
): readonly LiveTableColumn<BoardSummary>[] {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  return useMemo(() => {
    const find = (item: BoardSummary, name: string) =>
      item.environments.find(environment => environment.name === name);
    return [
      {
        ...{ id: 'component', title: t('board.component'), width: 200, primary: true },
        text: ({ title }) => title,
      },
      ...environments.map(({ name, title }): LiveTableColumn<BoardSummary> => ({
        ...{ id: `environment-${name}`, title, width: 190, card: 'cut', cardTitle: name },
        text: item => {
          const environment = find(item, name);
          return environment?.state === 'running' ? imageName(environment.image) : '—';
        },
        render: item => <EnvironmentCell environment={find(item, name)} />,
      })),
      {
        ...{ id: 'between', title: t('board.between'), width: 190 },
        text: item => {
          const ahead = item.transitions.filter(({ isSame }) => isSame === false).length;
          return ahead === 0 ? t('board.nothingBetween') : t('board.ahead', { count: ahead });
        },
      },
      {
        ...{ id: 'owner', title: t('board.owner'), width: 130 },
        text: ({ owner }) => (owner === undefined ? '—' : entityName(owner)),
      },
    ];
  }, [t, environments]);
}
