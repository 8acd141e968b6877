import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import {
  choiceParam,
  DataAge,
  describeError,
  EmptyState,
  ErrorState,
  LoadingState,
  Page,
  PageContent,
  PageHeader,
  StatusChip,
  useDocumentTitle,
  useUrlState,
} from '@kubemate/ui';
import Button from '@mui/material/Button';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { useQuotaRequests, useTenant, useTenantStatus } from '../api/queries';
import { DriftTab } from '../drift/DriftTab';
import { useLinks } from '../links/useLinks';
import { MembersTab } from '../members/MembersTab';
import { useReloadOnReceipts } from '../operations/useReloadOnReceipts';
import { QuotaTab } from '../quota/QuotaTab';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { OverviewTab } from './OverviewTab';
import { TenantActions } from './TenantActions';
import { tenantHealth } from './tenantHealth';
import { useHealthText } from './useHealthText';

const TABS = ['overview', 'members', 'quota', 'drift'] as const;
const PARAMS = { tab: choiceParam(TABS) };

/** One tenant: how it does, who belongs to it, what it may use, and where its clusters differ from what is declared. */
export function TenantPage() {
  const { name = '' } = useParams();
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const [{ tab }] = useUrlState(PARAMS);
  const query = useTenant(name);
  const tenant = query.data;
  const status = useTenantStatus(name);
  const waiting = useQuotaRequests(name).data?.items.filter(item => item.status === 'waiting');
  const title = tenant?.title ?? name;
  useDocumentTitle(t(`tabs.${tab}`), title);
  useReloadOnReceipts();
  const badge = (number: number | undefined) =>
    number === undefined || number === 0 ? undefined : `(${number})`;
  return (
    <Page>
      <PageHeader
        title={title}
        breadcrumbs={[{ title: t('list.title'), to: links.tenants() }]}
        status={tenant && <TenantChip tenant={tenant} />}
        subtitle={tenant?.description}
        actions={
          <>
            <DataAge
              asOf={status.data?.asOf}
              connection={status.isError ? 'offline' : status.isPending ? 'connecting' : 'live'}
            />
            {tenant && <TenantActions tenant={tenant} drift={status.data?.drift.length} />}
          </>
        }
        tabs={
          tenant === undefined
            ? []
            : TABS.map(id => ({
                id,
                title: t(`tabs.${id}`),
                to: links.tenant(name, id),
                badge:
                  id === 'drift'
                    ? badge(status.data?.drift.length)
                    : id === 'quota'
                      ? badge(waiting?.length)
                      : undefined,
              }))
        }
        activeTab={tab}
      />
      <PageContent>
        <TenantBody name={name} tab={tab} />
      </PageContent>
    </Page>
  );
}

function TenantChip({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const textOf = useHealthText();
  const { data } = useTenantStatus(tenant.name);
  if (tenant.state === 'archived') return <StatusChip health="idle" label={t('state.archived')} />;
  if (data === undefined) return null;
  const found = tenantHealth(data);
  return <StatusChip health={found.health} label={textOf(found)} />;
}

function TenantBody({ name, tab }: { name: string; tab: (typeof TABS)[number] }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const query = useTenant(name);
  if (query.isPending) return <LoadingState lines={8} />;
  if (query.data === undefined) {
    const { kind, message } = describeError(query.error);
    if (kind === 'not-found')
      return (
        <EmptyState
          title={t('tenant.unknown', { name })}
          description={t('tenant.unknownHint')}
          action={
            <Button variant="outlined" component={RouterLink} to={links.tenants()}>
              {t('tenant.toList')}
            </Button>
          }
        />
      );
    return (
      <ErrorState
        title={t('tenant.failed')}
        error={new Error(message)}
        onRetry={() => void query.refetch()}
      />
    );
  }
  const tenant = query.data;
  switch (tab) {
    case 'members':
      return <MembersTab tenant={tenant} />;
    case 'quota':
      return <QuotaTab tenant={tenant} />;
    case 'drift':
      return <DriftTab tenant={tenant} />;
    default:
      return <OverviewTab tenant={tenant} />;
  }
}
