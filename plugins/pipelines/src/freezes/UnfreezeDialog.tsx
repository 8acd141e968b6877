import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { promotionOperations } from '@kubemate/plugin-pipelines-common';
import type { FreezeWindow } from '@kubemate/plugin-pipelines-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import { useState } from 'react';
import { MIN_REASON } from '../board/minReason';
import { ReasonField } from '../board/ReasonField';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { useSay } from '../board/useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

/** Takes a window off the calendar. */
export function UnfreezeDialog(props: {
  window: FreezeWindow;
  opener: HTMLElement;
  onClose(): void;
}) {
  const { window, opener, onClose } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [reason, setReason] = useState('');
  const why = reason.trim();
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={promotionOperations.unfreeze}
      input={why.length < MIN_REASON ? undefined : { window: window.id, reason: why }}
      inputHint={t('approvals.giveReason')}
      title={t('freezes.endOf', { reason: window.reason })}
      runLabel={t('freezes.end')}
      opener={opener}
      onClose={onClose}
      onReceipt={note}
    >
      <ReasonField
        label={t('approvals.reason')}
        hint={t('approvals.reasonHint')}
        value={reason}
        onChange={setReason}
      />
    </OperationDialog>
  );
}
