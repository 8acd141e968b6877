import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AuditStatus } from '@kubemate/plugin-audit-common';
import { StatusChip } from '@kubemate/ui';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { auditTranslationRef } from '../translations/auditTranslationRef';
import { VerifyDialog } from './VerifyDialog';

/** Whether the trail is whole, as far as is known, and the way to know it now. */
export function ChainBadge({ status }: { status: AuditStatus }) {
  const { t } = useTranslationRef(auditTranslationRef);
  const [open, setOpen] = useState(false);
  const { lastVerify, may } = status;
  const [health, label] =
    lastVerify === undefined
      ? (['unknown', t('verify.never')] as const)
      : lastVerify.ok
        ? (['ok', t('verify.intact')] as const)
        : (['failed', t('verify.broken')] as const);
  return (
    <>
      <StatusChip health={health} label={label} />
      {may.verify && (
        <Button size="small" variant="outlined" onClick={() => setOpen(true)}>
          {t('verify.open')}
        </Button>
      )}
      {open && <VerifyDialog status={status} onClose={() => setOpen(false)} />}
    </>
  );
}
