import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ActionButton,
  DataAge,
  EmptyState,
  FailureState,
  FilterBar,
  type MultiSelectProps,
  Page,
  PageContent,
  PageHeader,
  type SearchBoxHandle,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { RiAddLine, RiOrganizationChart } from '@remixicon/react';
import type { TenantList } from '@kubemate/plugin-tenants-common';
import { ENVIRONMENTS } from '@kubemate/plugin-tenants-common';
import { useMemo, useRef } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { useTenants } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { useReloadOnReceipts } from '../operations/useReloadOnReceipts';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { LIST_PARAMS, selectTenants, STATES } from './listState';
import { TenantsTable } from './TenantsTable';

const NOTHING = { search: '', environments: [], clusters: [], plans: [] };

/** The tenants that the person belongs to, or all of them for who may see all. */
export function TenantsPage() {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const query = useTenants();
  useDocumentTitle(t('list.title'));
  useReloadOnReceipts();
  return (
    <Page>
      <PageHeader
        title={t('list.title')}
        icon={<RiOrganizationChart size={22} />}
        actions={
          <>
            <DataAge
              asOf={query.dataUpdatedAt === 0 ? undefined : query.dataUpdatedAt}
              connection={query.isError ? 'offline' : query.isPending ? 'connecting' : 'live'}
            />
            <CreateButton mayCreate={query.data?.mayCreate} />
          </>
        }
      />
      <PageContent layout="fill">
        <TenantsBody query={query} />
      </PageContent>
    </Page>
  );
}

/** Says whom to ask where the person may not. */
function CreateButton({ mayCreate }: { mayCreate: boolean | undefined }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const icon = <RiAddLine size={16} />;
  if (mayCreate === true)
    return (
      <Button variant="contained" startIcon={icon} component={RouterLink} to={links.createTenant()}>
        {t('list.create')}
      </Button>
    );
  return (
    <ActionButton
      variant="contained"
      startIcon={icon}
      disabledReason={t(mayCreate === undefined ? 'list.checking' : 'list.createDenied')}
    >
      {t('list.create')}
    </ActionButton>
  );
}

function TenantsBody({ query }: { query: ReturnType<typeof useTenants> }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [state, update] = useUrlState(LIST_PARAMS);
  const box = useRef<SearchBoxHandle>(null);
  const { data } = query;
  const selects = useSelects(data);
  const tenants = useMemo(() => selectTenants(data?.items ?? [], state), [data, state]);
  if (query.isError && data === undefined)
    return (
      <FailureState
        title={t('list.failed')}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    );
  if (data !== undefined && data.items.length === 0)
    return <NoTenants mayCreate={data.mayCreate} />;
  return (
    <>
      <FilterBar
        ref={box}
        search={state.search}
        onSearchChange={search => update({ search })}
        searchPlaceholder={t('list.search')}
        selects={selects}
        onClear={() => update(NOTHING, { history: 'push' })}
      >
        <ToggleButtonGroup
          exclusive
          value={state.state}
          aria-label={t('list.state')}
          onChange={(_, value: typeof state.state | null) =>
            value !== null && update({ state: value }, { history: 'push' })
          }
        >
          {STATES.map(each => (
            <ToggleButton key={each} value={each}>
              {t(`state.${each}`)}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      </FilterBar>
      <TenantsTable
        tenants={tenants}
        plans={data?.plans ?? []}
        clusters={data?.clusters ?? []}
        loading={query.isPending}
        sort={state.sort}
        onSortChange={sort => update({ sort })}
        viewKey={JSON.stringify({ ...state, sort: undefined })}
        onSearchRequest={() => box.current?.focus()}
        empty={
          <EmptyState
            title={t('list.noMatch')}
            description={t(state.state === 'archived' ? 'list.noArchivedHint' : 'list.noMatchHint')}
            action={
              <Button
                variant="outlined"
                onClick={() => update({ ...NOTHING, state: 'all' }, { history: 'push' })}
              >
                {t('list.showAll')}
              </Button>
            }
          />
        }
      />
    </>
  );
}

/** Says what a tenant is to somebody who has none. */
function NoTenants({ mayCreate }: { mayCreate: boolean }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  return (
    <EmptyState
      icon={<RiOrganizationChart size={32} />}
      title={t(mayCreate ? 'list.empty' : 'list.emptyForYou')}
      description={
        <>
          <div>{t('list.what')}</div>
          {!mayCreate && <div>{t('list.emptyForYouHint')}</div>}
        </>
      }
      action={<CreateButton mayCreate={mayCreate} />}
    />
  );
}

function useSelects(data: TenantList | undefined): readonly MultiSelectProps[] {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [state, update] = useUrlState(LIST_PARAMS);
  const used = new Set(data?.items.flatMap(({ placements }) => placements.map(p => p.cluster)));
  return [
    {
      label: t('list.environment'),
      options: ENVIRONMENTS.map(value => ({ value, title: t(`environment.${value}`) })),
      value: state.environments,
      onChange: environments => update({ environments }, { history: 'push' }),
    },
    {
      label: t('list.cluster'),
      options: (data?.clusters ?? [])
        .filter(({ name }) => used.has(name))
        .map(({ name, title }) => ({ value: name, title })),
      value: state.clusters,
      onChange: clusters => update({ clusters }, { history: 'push' }),
    },
    {
      label: t('list.plan'),
      options: (data?.plans ?? []).map(({ name, title }) => ({ value: name, title })),
      value: state.plans,
      onChange: plans => update({ plans }, { history: 'push' }),
    },
  ];
}
