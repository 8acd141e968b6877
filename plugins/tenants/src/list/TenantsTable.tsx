import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ListedTenant, TenantList } from '@kubemate/plugin-tenants-common';
import { LiveTable, StatusChip, type LiveTableColumn } from '@kubemate/ui';
import Box from '@mui/material/Box';
import { useMemo, type ReactNode } from 'react';
import { shortRef } from '../links/EntityLink';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { placesOf } from './listState';
import { TenantHealth } from './TenantHealth';

export interface TenantsTableProps {
  tenants: readonly ListedTenant[];
  plans: TenantList['plans'];
  clusters: TenantList['clusters'];
  loading: boolean;
  sort: string;
  onSortChange(sort: string): void;
  viewKey: string;
  empty: ReactNode;
  onSearchRequest(): void;
}

/** Tenants as rows; how each does is looked up when it comes into view. */
export function TenantsTable(props: TenantsTableProps) {
  const { tenants, plans, clusters, loading, sort, onSortChange, viewKey, empty } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const columns = useColumns({ plans, clusters });
  const rows = useMemo(() => new Map(tenants.map((tenant, at) => [at, tenant])), [tenants]);
  return (
    <LiveTable
      label={t('list.title')}
      columns={columns}
      total={tenants.length}
      rows={rows}
      rowKey={tenant => tenant.name}
      rowHref={tenant => links.tenant(tenant.name)}
      loading={loading}
      sort={sort}
      onSortChange={onSortChange}
      viewKey={viewKey}
      empty={empty}
      onSearchRequest={props.onSearchRequest}
    />
  );
}

function useColumns({
  plans,
  clusters,
}: Pick<TenantList, 'plans' | 'clusters'>): readonly LiveTableColumn<ListedTenant>[] {
  const { t } = useTranslationRef(tenantsTranslationRef);
  return useMemo(() => {
    const clusterTitle = new Map(clusters.map(({ name, title }) => [name, title]));
    const planTitle = new Map(plans.map(({ name, title }) => [name, title]));
    return [
      {
        id: 'name',
        title: t('list.tenant'),
        width: 200,
        primary: true,
        sortable: true,
        text: ({ title }) => title,
      },
      {
        id: 'health',
        title: t('list.health'),
        width: 190,
        status: true,
        text: () => '',
        render: tenant => <TenantHealth tenant={tenant} />,
      },
      {
        id: 'plan',
        title: t('list.plan'),
        width: 150,
        sortable: true,
        text: ({ plan }) => planTitle.get(plan) ?? plan,
        render: tenant => (
          <Box component="span" sx={{ display: 'inline-flex', gap: 1, alignItems: 'center' }}>
            {planTitle.get(tenant.plan) ?? tenant.plan}
            {tenant.waitingRequests > 0 && (
              <StatusChip
                variant="plain"
                health="progressing"
                label={t('list.waiting', { count: tenant.waitingRequests })}
              />
            )}
          </Box>
        ),
      },
      {
        id: 'environments',
        title: t('list.environments'),
        width: 150,
        text: tenant =>
          placesOf(tenant)
            .environments.map(each => t(`environment.${each}`))
            .join(', '),
      },
      {
        id: 'namespaces',
        title: t('list.namespaces'),
        width: 120,
        align: 'end',
        sortable: true,
        text: tenant => String(placesOf(tenant).namespaces.length),
      },
      {
        id: 'members',
        title: t('list.members'),
        width: 100,
        align: 'end',
        sortable: true,
        text: ({ members }) => String(members.length),
      },
      {
        id: 'clusters',
        title: t('list.clusters'),
        width: 290,
        text: tenant =>
          placesOf(tenant)
            .clusters.map(name => clusterTitle.get(name) ?? name)
            .join(', '),
      },
      {
        id: 'owner',
        title: t('list.owner'),
        width: 180,
        text: ({ owner }) => shortRef(owner),
      },
    ];
  }, [t, clusters, plans]);
}
