import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ListedTenant } from '@kubemate/plugin-tenants-common';
import { StatusChip } from '@kubemate/ui';
import Skeleton from '@mui/material/Skeleton';
import { useTenantStatus } from '../api/queries';
import { tenantHealth } from '../tenant/tenantHealth';
import { useHealthText } from '../tenant/useHealthText';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';

/** How a tenant does on its clusters. Asked for row by row, only of those in view. */
export function TenantHealth({ tenant }: { tenant: ListedTenant }) {
  return tenant.state === 'archived' ? <ArchivedChip /> : <ActiveTenantHealth name={tenant.name} />;
}

export function ArchivedChip() {
  const { t } = useTranslationRef(tenantsTranslationRef);
  return <StatusChip variant="plain" health="idle" label={t('state.archived')} />;
}

function ActiveTenantHealth({ name }: { name: string }) {
  const { t } = useTranslationRef(tenantsTranslationRef);
  const textOf = useHealthText();
  const { data, isPending } = useTenantStatus(name, { live: false });
  if (isPending) return <Skeleton width={90} />;
  if (data === undefined)
    return <StatusChip variant="plain" health="unknown" label={t('health.unknown')} />;
  const found = tenantHealth(data);
  return <StatusChip variant="plain" health={found.health} label={textOf(found)} />;
}
