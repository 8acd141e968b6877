import { stringifyEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import type { ListedTenant } from '@kubemate/plugin-tenants-common';
import { describeError, ErrorState, LoadingState, PartialBanner, Section } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import { Link as RouterLink } from 'react-router-dom';
import { useTenants, useTenantStatus } from '../api/queries';
import { useLinks } from '../links/useLinks';
import { NamespaceList } from '../tenant/NamespaceList';
import { unreadClusters } from '../tenant/tenantHealth';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { MemberList } from './TenantRoles';

const TENANT = 'kubemate.io/tenant';

/** The tenants that a group answers for: what is used of their quota, who belongs to them, what waits for a decision. */
export function GroupTenantsCard() {
  const { entity } = useEntity();
  const ref = stringifyEntityRef(entity);
  return <TenantsWhere of={({ owner, state }) => owner === ref && state === 'active'} />;
}

/** The same of the one tenant that a Resource of type `kubernetes-tenant` stands for. */
export function TenantCard() {
  const { entity } = useEntity();
  const tenant = entity.metadata.annotations?.[TENANT];
  return <TenantsWhere of={({ name }) => name === tenant} />;
}

function TenantsWhere({ of }: { of: (tenant: ListedTenant) => boolean }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const { data, error, isPending, refetch } = useTenants();
  if (data === undefined)
    return (
      <Section title={t('groupTenants.title')}>
        {isPending ? (
          <LoadingState lines={4} />
        ) : (
          <ErrorState
            title={t('groupTenants.failed')}
            error={new Error(describeError(error).message)}
            onRetry={() => void refetch()}
          />
        )}
      </Section>
    );
  const tenants = data.items.filter(of);
  if (tenants.length === 0)
    return (
      <Section title={t('groupTenants.title')}>
        <Typography variant="body2" color="text.secondary">
          {t('groupTenants.none')}
        </Typography>
      </Section>
    );
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
      {tenants.map(tenant => (
        <OneTenant key={tenant.name} tenant={tenant} />
      ))}
    </Box>
  );
}

function OneTenant({ tenant }: { tenant: ListedTenant }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const links = useLinks();
  const status = useTenantStatus(tenant.name);
  const away = status.data === undefined ? [] : unreadClusters(status.data);
  return (
    <Section
      title={t('groupTenants.tenant', { tenant: tenant.title })}
      flush
      actions={
        <Link component={RouterLink} to={links.tenant(tenant.name)} variant="body2">
          {t('groupTenants.open')}
        </Link>
      }
    >
      <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1, '& > [role=status]': { m: 2 } }}>
        {tenant.waitingRequests > 0 && (
          <PartialBanner
            severity="info"
            title={t('quota.waitingNotice', { count: tenant.waitingRequests })}
            action={
              <Button
                variant="outlined"
                color="inherit"
                component={RouterLink}
                to={links.tenant(tenant.name, 'quota')}
              >
                {t('quota.showRequests')}
              </Button>
            }
          />
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
        {status.data === undefined ? (
          status.isPending ? (
            <LoadingState label={t('tenant.loadingStatus')} lines={4} />
          ) : (
            <ErrorState
              title={t('tenant.statusFailed')}
              error={new Error(describeError(status.error).message)}
              onRetry={() => void status.refetch()}
            />
          )
        ) : (
          <NamespaceList tenant={tenant} namespaces={status.data.namespaces} />
        )}
        <Box sx={{ borderTop: 1, borderColor: 'divider' }}>
          <Typography variant="subtitle2" component="h3" sx={{ px: 2, pt: 1.5 }}>
            {t('groupTenants.members')}
          </Typography>
          <MemberList members={tenant.members} empty={t('members.empty')} />
        </Box>
      </Box>
    </Section>
  );
}
