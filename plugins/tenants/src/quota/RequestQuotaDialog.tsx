import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantOperations } from '@kubemate/plugin-tenants-common';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import Stack from '@mui/material/Stack';
import { useState } from 'react';
import { useTenants } from '../api/queries';
import { TenantDialog } from '../operations/TenantDialog';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { PlanPicker } from './PlanPicker';
import { ReasonField } from './ReasonField';

const MIN_REASON = 3;

/** Asks for another plan, with the reason that whoever decides will read. */
export function RequestQuotaDialog(props: {
  tenant: Tenant;
  opener?: HTMLElement | null;
  onClose(): void;
}) {
  const { tenant, opener, onClose } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const plans = useTenants().data?.plans ?? [];
  const [plan, setPlan] = useState('');
  const [reason, setReason] = useState('');
  const ready = plan !== '' && reason.trim().length >= MIN_REASON;
  return (
    <TenantDialog
      contract={tenantOperations.requestQuota}
      input={ready ? { name: tenant.name, plan, reason: reason.trim() } : undefined}
      inputHint={t(plan === '' ? 'quota.choosePlan' : 'quota.giveReason')}
      title={t('actions.titleOf', { action: t('actions.quota'), name: tenant.title })}
      runLabel={t('quota.ask')}
      opener={opener}
      onClose={onClose}
    >
      <Stack gap={2} sx={{ pt: 1 }}>
        <PlanPicker plans={plans} current={tenant.plan} value={plan} onChange={setPlan} />
        <ReasonField
          label={t('quota.reason')}
          hint={t('quota.reasonHint')}
          value={reason}
          onChange={setReason}
        />
      </Stack>
    </TenantDialog>
  );
}
