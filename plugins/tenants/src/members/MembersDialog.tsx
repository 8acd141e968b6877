import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { tenantOperations } from '@kubemate/plugin-tenants-common';
import type { Tenant } from '@kubemate/plugin-tenants-common';
import Box from '@mui/material/Box';
import { useState } from 'react';
import { TenantDialog } from '../operations/TenantDialog';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { draftMembers, memberProblems, toMembers } from './memberDraft';
import { MembersEditor } from './MembersEditor';

/** Changes who belongs to a tenant; the plan shows the RoleBindings that follow on each cluster. */
export function MembersDialog(props: {
  tenant: Tenant;
  opener?: HTMLElement | null;
  onClose(): void;
}) {
  const { tenant, opener, onClose } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [drafts, setDrafts] = useState(() => draftMembers(tenant.members));
  const problems = memberProblems(drafts);
  const members = toMembers(drafts);
  const unchanged = JSON.stringify(members) === JSON.stringify(tenant.members);
  const ready = problems.size === 0 && !unchanged;
  return (
    <TenantDialog
      contract={tenantOperations.setMembers}
      input={ready ? { name: tenant.name, members } : undefined}
      inputHint={unchanged ? t('members.unchanged') : t('members.incomplete')}
      title={t('actions.titleOf', { action: t('actions.members'), name: tenant.title })}
      runLabel={t('members.save')}
      opener={opener}
      onClose={onClose}
    >
      <Box sx={{ pt: 1 }}>
        <MembersEditor members={drafts} onChange={setDrafts} />
      </Box>
    </TenantDialog>
  );
}
