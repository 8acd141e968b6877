import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Definition } from '@kubemate/plugin-pipelines-common';
import {
  Age,
  choiceParam,
  DeniedState,
  describeError,
  EmptyState,
  ErrorState,
  FilterBar,
  listParam,
  LiveTable,
  type LiveTableColumn,
  Page,
  PageContent,
  PhaseChip,
  textParam,
  uiTranslationRef,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { RiGitMergeLine } from '@remixicon/react';
import { useMemo } from 'react';
import { useDefinitions } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { PipelinesHeader } from '../runs/PipelinesHeader';
import { PlaceFailures } from '../runs/PlaceFailures';
import { QueryAge } from '../live/QueryAge';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

const KINDS = ['Pipeline', 'Task'] as const;
const PARAMS = { search: textParam(), places: listParam(), kind: choiceParam(KINDS) };

/** Pipelines and Tasks over all clusters. */
export function DefinitionsPage() {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [{ search, places, kind }] = useUrlState(PARAMS);
  const query = useDefinitions({
    kind,
    ...(search.trim() !== '' && { search: search.trim() }),
    ...(places.length > 0 && { places: [...places] }),
  });
  useDocumentTitle(t('tabs.definitions'), t('title'));
  return (
    <Page>
      <PipelinesHeader tab="definitions" actions={<QueryAge query={query} />} />
      <PageContent layout="fill">
        <DefinitionsBody query={query} />
      </PageContent>
    </Page>
  );
}

function DefinitionsBody({ query }: { query: ReturnType<typeof useDefinitions> }) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const links = useLinks();
  const [{ search, places, kind }, update] = useUrlState(PARAMS);
  const columns = useColumns();
  const { data } = query;
  const rows = useMemo(() => new Map(data?.items.map((item, at) => [at, item])), [data]);
  if (query.isError && data === undefined) {
    const { kind: why, message } = describeError(query.error);
    return why === 'denied' ? (
      <DeniedState title={t('definitions.denied')} reason={message} />
    ) : (
      <ErrorState
        title={t('definitions.failed')}
        error={new Error(message)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const names = [...new Set([...(data?.items.map(({ place }) => place) ?? []), ...places])].sort();
  const clear = () => update({ search: '', places: [] }, { history: 'push' });
  const isFiltered = search !== '' || places.length > 0;
  return (
    <>
      <FilterBar
        search={search}
        onSearchChange={text => update({ search: text })}
        searchPlaceholder={t('definitions.search')}
        selects={[
          {
            label: t('runs.places'),
            options: names.map(value => ({ value, title: value })),
            value: places,
            onChange: value => update({ places: value }, { history: 'push' }),
          },
        ]}
        onClear={clear}
      >
        <ToggleButtonGroup
          exclusive
          value={kind}
          aria-label={t('definitions.kind')}
          onChange={(_, value: typeof kind | null) =>
            value !== null && update({ kind: value }, { history: 'push' })
          }
        >
          {KINDS.map(each => (
            <ToggleButton key={each} value={each}>
              {t(`definitions.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </FilterBar>
      {data !== undefined && <PlaceFailures failures={data.failures} />}
      <LiveTable
        label={t('tabs.definitions')}
        columns={columns}
        total={data?.items.length ?? 0}
        rows={rows}
        rowKey={({ place, folder, name, kind: of }) => [place, folder, of, name].join('/')}
        rowHref={item => links.definition(item, item.kind)}
        loading={query.isPending}
        viewKey={JSON.stringify([search, places, kind])}
        empty={
          isFiltered ? (
            <EmptyState
              title={t('definitions.noMatch')}
              action={
                <Button variant="outlined" onClick={clear}>
                  {t('definitions.showAll')}
                </Button>
              }
            />
          ) : (
            <EmptyState
              icon={<RiGitMergeLine size={32} />}
              title={t('definitions.empty')}
              description={t('definitions.emptyHint')}
            />
          )
        }
      />
    </>
  );
}

function useColumns(): readonly LiveTableColumn<Definition>[] {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { t: word } = useTranslationRef(uiTranslationRef);
  return useMemo(
    () => [
      {
        ...{ id: 'name', title: t('definitions.name'), width: 200, primary: true },
        text: ({ name }) => name,
      },
      {
        ...{ id: 'engine', title: t('runs.engine'), width: 90 },
        text: ({ engine }) => t(`engine.${engine}`),
      },
      {
        ...{ id: 'lastRun', title: t('definitions.lastRun'), width: 170, status: true },
        text: ({ lastRun }) => (lastRun === undefined ? '—' : word(`phase.${lastRun.phase}`)),
        render: ({ lastRun }) =>
          lastRun === undefined ? (
            '—'
          ) : (
            <Box component="span" sx={{ display: 'flex', gap: 1, alignItems: 'center' }}>
              <PhaseChip phase={lastRun.phase} variant="plain" />
              <Age at={lastRun.startedAt ?? lastRun.createdAt} />
            </Box>
          ),
      },
      {
        ...{ id: 'parts', title: t('definitions.parts'), width: 260, card: 'cut' },
        text: ({ parts }) => (parts.length === 0 ? '—' : parts.join(', ')),
      },
      {
        ...{ id: 'place', title: t('runs.place'), width: 150, card: 'cut' },
        text: ({ place, folder }) => `${place} / ${folder}`,
      },
      {
        ...{ id: 'description', title: t('definitions.description'), width: 250 },
        text: ({ description }) => description ?? '—',
      },
    ],
    [t, word],
  );
}
