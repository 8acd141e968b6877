import { parseEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Discovery, Proposal } from '@kubemate/plugin-clusters-common';
import {
  DataAge,
  describeError,
  EmptyState,
  ErrorState,
  FilterBar,
  HealthDot,
  LiveTable,
  Page,
  PageContent,
  PageHeader,
  QueryWrapper,
  StatusChip,
  useDocumentTitle,
  useUrlState,
  type LiveTableColumn,
  type SearchBoxHandle,
} from '@kubemate/ui';
import Alert from '@mui/material/Alert';
import Stack from '@mui/material/Stack';
import ToggleButton from '@mui/material/ToggleButton';
import Typography from '@mui/material/Typography';
import { RiCheckDoubleLine, RiCompassDiscoverLine } from '@remixicon/react';
import { useMemo, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import { shellTranslationRef } from '../../translations/shellTranslationRef';
import { CATALOG_PATH } from '../catalogPath';
import { AdoptDialog } from './AdoptDialog';
import { DISCOVER_PARAMS, selectProposals } from './discoverState';
import { useClusterNames, useDiscovery } from './useDiscovery';

const REASONS = ['adopt', 'link', 'missing-id', 'unlabelled'] as const;
const NOTHING = { search: '', reasons: [], owners: [], clusters: [] };

/** What runs and belongs to no component of the catalog, and the way into it. */
export function DiscoverPage() {
  return (
    <QueryWrapper>
      <Discover />
    </QueryWrapper>
  );
}

function Discover() {
  const { t } = useTranslationRef(shellTranslationRef);
  const [state] = useUrlState(DISCOVER_PARAMS);
  const query = useDiscovery(state.clusters);
  useDocumentTitle(t('discover.title'), t('page.catalog'));
  return (
    <Page>
      <PageHeader
        title={t('discover.title')}
        icon={<RiCompassDiscoverLine size={22} />}
        breadcrumbs={[{ title: t('page.catalog'), to: CATALOG_PATH }]}
        subtitle={t('discover.about')}
        actions={
          <DataAge
            asOf={query.data?.asOf}
            connection={query.isError ? 'offline' : query.isPending ? 'connecting' : 'live'}
          />
        }
      />
      <PageContent layout="fill">
        {query.isError && query.data === undefined ? (
          <ErrorState
            title={t('discover.failed')}
            error={new Error(describeError(query.error).message)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <Proposals discovery={query.data} />
        )}
      </PageContent>
    </Page>
  );
}

function Proposals({ discovery }: { discovery: Discovery | undefined }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const [state, update] = useUrlState(DISCOVER_PARAMS);
  const { pathname, search: query } = useLocation();
  const box = useRef<SearchBoxHandle>(null);
  const selects = useSelects(discovery?.proposals ?? []);
  const columns = useColumns();
  const found = useMemo(
    () => selectProposals(discovery?.proposals ?? [], state),
    [discovery, state],
  );
  const rows = useMemo(() => new Map(found.map((each, at) => [at, each])), [found]);
  const chosen = discovery?.proposals.find(({ id }) => id === state.adopt);
  const hrefOf = ({ id }: Proposal) => {
    const params = new URLSearchParams(query);
    params.set('adopt', id);
    return `${pathname}?${params}`;
  };
  return (
    <>
      <FilterBar
        ref={box}
        search={state.search}
        onSearchChange={search => update({ search })}
        searchPlaceholder={t('discover.search')}
        selects={selects}
        onClear={() => update(NOTHING, { history: 'push' })}
      >
        <ToggleButton
          value="unowned"
          size="small"
          selected={state.unowned}
          onChange={() => update({ unowned: !state.unowned }, { history: 'push' })}
        >
          {t('discover.unowned')}
        </ToggleButton>
      </FilterBar>
      {discovery && discovery.total > discovery.proposals.length && (
        <Alert severity="info">
          {t('discover.cut', {
            shown: String(discovery.proposals.length),
            total: String(discovery.total),
          })}
        </Alert>
      )}
      {discovery?.failures.map(({ cluster, reason }) => (
        <Alert key={cluster} severity="warning">{`${cluster}: ${reason}`}</Alert>
      ))}
      <LiveTable
        label={t('discover.title')}
        columns={columns}
        total={found.length}
        rows={rows}
        rowKey={({ id }) => id}
        rowHref={hrefOf}
        loading={discovery === undefined}
        sort={state.sort}
        onSortChange={sort => update({ sort })}
        viewKey={JSON.stringify({ ...state, sort: undefined, adopt: undefined })}
        onSearchRequest={() => box.current?.focus()}
        empty={<Nothing discovery={discovery} />}
      />
      {chosen && <AdoptDialog proposal={chosen} onClose={() => update({ adopt: '' })} />}
    </>
  );
}

function Nothing({ discovery }: { discovery: Discovery | undefined }) {
  const { t } = useTranslationRef(shellTranslationRef);
  const hidden = discovery?.proposals.length ?? 0;
  if (hidden > 0)
    return <EmptyState title={t('discover.noMatch')} description={t('discover.unownedHint')} />;
  return (
    <EmptyState
      icon={<RiCheckDoubleLine size={32} />}
      title={t('discover.none')}
      description={t('discover.noneHint', { claimed: String(discovery?.claimed ?? 0) })}
    />
  );
}

function useSelects(proposals: readonly Proposal[]) {
  const { t } = useTranslationRef(shellTranslationRef);
  const [state, update] = useUrlState(DISCOVER_PARAMS);
  const clusters = useClusterNames();
  const owners = [...new Set(proposals.flatMap(({ owner }) => owner ?? []))].sort();
  return [
    {
      label: t('discover.why'),
      options: REASONS.map(value => ({ value, title: t(`discover.reason.${value}`) })),
      value: state.reasons,
      onChange: (reasons: readonly string[]) =>
        update({ reasons: [...reasons] }, { history: 'push' }),
    },
    {
      label: t('discover.owner'),
      options: owners.map(value => ({ value, title: parseEntityRef(value).name })),
      value: state.owners,
      onChange: (chosen: readonly string[]) => update({ owners: [...chosen] }, { history: 'push' }),
    },
    {
      label: t('discover.cluster'),
      options: clusters,
      value: state.clusters,
      onChange: (chosen: readonly string[]) =>
        update({ clusters: [...chosen] }, { history: 'push' }),
    },
  ];
}

function useColumns(): readonly LiveTableColumn<Proposal>[] {
  const { t } = useTranslationRef(shellTranslationRef);
  return useMemo(() => {
    const places = ({ workloads }: Proposal) => {
      const once = (values: readonly string[]) => [...new Set(values)].join(', ');
      const named = once(workloads.map(({ namespace, name }) => `${namespace}/${name}`));
      return `${named} · ${once(workloads.map(({ cluster }) => cluster))}`;
    };
    return [
      {
        id: 'name',
        title: t('discover.component'),
        width: 260,
        primary: true,
        sortable: true,
        text: ({ name }) => name,
        second: ({ label = '' }) => label,
      },
      {
        id: 'reason',
        title: t('discover.why'),
        width: 150,
        status: true,
        sortable: true,
        text: ({ reason }) => t(`discover.reason.${reason}`),
        render: ({ reason }) => (
          <StatusChip
            health={reason === 'missing-id' ? 'warning' : 'unknown'}
            label={t(`discover.reason.${reason}`)}
          />
        ),
      },
      {
        id: 'owner',
        title: t('discover.owner'),
        width: 160,
        sortable: true,
        card: 'whole',
        text: ({ owner }) =>
          owner === undefined ? t('discover.nobody') : parseEntityRef(owner).name,
      },
      {
        id: 'workloads',
        title: t('discover.workloads'),
        width: 420,
        sortable: true,
        card: 'cut',
        text: places,
        render: proposal => (
          <Stack direction="row" alignItems="center" gap={0.75} sx={{ minWidth: 0 }}>
            {proposal.workloads.slice(0, 8).map(each => (
              <HealthDot
                key={`${each.cluster}/${each.namespace}/${each.name}/${each.kind}`}
                health={each.health}
              />
            ))}
            <Typography component="span" variant="inherit" noWrap>
              {places(proposal)}
            </Typography>
          </Stack>
        ),
      },
    ];
  }, [t]);
}
