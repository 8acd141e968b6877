import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import { FailureState, LoadingState, PartialBanner, Section } from '@kubemate/ui';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useQuotaRequests, useTenantStatus } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { AboutTenant } from './AboutTenant';
import { BrokenList } from './BrokenList';
import { NamespaceList } from './NamespaceList';
import { unreadClusters } from './tenantHealth';

/** What somebody who belongs to the tenant needs first: how full it is, what is broken, and what waits for them. */
export function OverviewTab({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const status = useTenantStatus(tenant.name);
  return (
    <>
      <Notices tenant={tenant} />
      {status.data === undefined ? (
        status.isPending ? (
          <LoadingState label={t('tenant.loadingStatus')} lines={6} />
        ) : (
          <FailureState
            title={t('tenant.statusFailed')}
            error={status.error}
            onRetry={() => void status.refetch()}
          />
        )
      ) : (
        <>
          <Section title={t('tenant.namespaces')} flush>
            <NamespaceList tenant={tenant} namespaces={status.data.namespaces} />
          </Section>
          <Section title={t('tenant.broken')} flush={status.data.broken.length > 0}>
            {status.data.broken.length === 0 ? (
              <Typography variant="body2" color="text.secondary">
                {t('tenant.nothingBroken')}
              </Typography>
            ) : (
              <BrokenList broken={status.data.broken} />
            )}
          </Section>
        </>
      )}
      <Section title={t('tenant.about')}>
        <AboutTenant tenant={tenant} />
      </Section>
    </>
  );
}

/** What needs somebody: archived, clusters away, drift, a request that waits. */
function Notices({ tenant }: { tenant: Tenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const status = useTenantStatus(tenant.name).data;
  const away = status === undefined ? [] : unreadClusters(status);
  const requests = useQuotaRequests(tenant.name).data?.items ?? [];
  const waiting = requests.filter(request => request.status === 'waiting').length;
  const lead = (tab: 'drift' | 'quota', label: string) => (
    <Button
      variant="outlined"
      color="inherit"
      component={RouterLink}
      to={links.tenant(tenant.name, tab)}
      sx={{ alignSelf: 'center', flex: 'none' }}
    >
      {label}
    </Button>
  );
  return (
    <>
      {tenant.state === 'archived' && (
        <PartialBanner severity="info" title={t('tenant.archivedHint')} />
      )}
      {away.length > 0 && (
        <PartialBanner
          title={t('tenant.partial')}
          items={away.map(({ cluster, reason }) => ({
            key: `${cluster} ${reason}`,
            text: `${cluster}: ${reason}`,
          }))}
        />
      )}
      {status !== undefined && status.drift.length > 0 && (
        <PartialBanner
          title={t('drift.notice', { count: status.drift.length })}
          action={lead('drift', t('drift.show'))}
        />
      )}
      {waiting > 0 && (
        <PartialBanner
          severity="info"
          title={t('quota.waitingNotice', { count: waiting })}
          action={lead('quota', t('quota.showRequests'))}
        />
      )}
    </>
  );
}
