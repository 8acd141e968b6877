import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantOperations } from '@kubemate/plugin-tenants-common';
import type { QuotaRequest, Tenant } from '@kubemate/plugin-tenants-common';
import Stack from '@mui/material/Stack';
import { useState } from 'react';
import { TenantDialog } from '../operations/TenantDialog';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { ReasonField } from './ReasonField';

export interface Decision {
  readonly request: QuotaRequest;
  readonly decision: 'approved' | 'refused';
}

/** Approves or refuses a request; approved, the plan shows what changes on each cluster. */
export function DecideDialog(props: {
  tenant: Tenant;
  choice: Decision;
  opener?: HTMLElement | null;
  onClose(): void;
}) {
  const { tenant, choice, opener, onClose } = props;
  const { request, decision } = choice;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [note, setNote] = useState('');
  const label = t(decision === 'approved' ? 'quota.approve' : 'quota.refuse');
  const given = note.trim() === '' ? {} : { note: note.trim() };
  return (
    <TenantDialog
      contract={tenantOperations.decideQuota}
      input={{ name: tenant.name, request: request.id, decision, ...given }}
      title={t('quota.decideTitle', { action: label, plan: request.plan, name: tenant.title })}
      runLabel={label}
      opener={opener}
      onClose={onClose}
    >
      <Stack sx={{ pt: 1 }}>
        <ReasonField
          label={t('quota.note')}
          hint={t('quota.noteHint')}
          value={note}
          onChange={setNote}
        />
      </Stack>
    </TenantDialog>
  );
}
