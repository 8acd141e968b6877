import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { promotionOperations } from '@kubemate/plugin-pipelines-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import { useState } from 'react';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { useSay } from './useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { GateList } from './GateList';
import { MIN_REASON } from './minReason';
import type { RouteDialogProps } from './PromoteDialog';
import { ReasonField } from './ReasonField';
import { routeOf } from './routeOf';

/** Asks those who may approve to let an image into the next environment. */
export function AskApprovalDialog({ board, transition, opener, onClose }: RouteDialogProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [reason, setReason] = useState('');
  const { from, to, names } = routeOf(board, transition);
  const why = reason.trim();
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={promotionOperations.requestApproval}
      input={
        why !== '' && why.length < MIN_REASON
          ? undefined
          : { component: board.component, from, to, ...(why !== '' && { reason: why }) }
      }
      inputHint={t('promotion.longerReason')}
      title={t('promotion.askTitleOf', { component: board.title, ...names })}
      runLabel={t('board.ask')}
      opener={opener}
      onClose={onClose}
      onReceipt={note}
    >
      <GateList gates={transition.gates.filter(({ kind }) => kind === 'approvals')} />
      <ReasonField
        label={t('promotion.reason')}
        hint={t('promotion.reasonHint')}
        value={reason}
        onChange={setReason}
      />
    </OperationDialog>
  );
}
