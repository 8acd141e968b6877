import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { promotionOperations } from '@kubemate/plugin-pipelines-common';
import type { ApprovalRequest } from '@kubemate/plugin-pipelines-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import { useState } from 'react';
import { imageName } from '../board/environmentText';
import { MIN_REASON } from '../board/minReason';
import { ReasonField } from '../board/ReasonField';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { useSay } from '../board/useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { entityName } from './entityName';

export interface Decision {
  readonly request: ApprovalRequest;
  readonly decision: 'approve' | 'reject';
  readonly opener: HTMLElement;
}

/** Says yes or no to a request, with the reason that stays in the record. */
export function DecideDialog(props: { decision: Decision; onClose(): void }) {
  const { onClose } = props;
  const { request, decision, opener } = props.decision;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const onReceipt = useNoteReceipt();
  const [reason, setReason] = useState('');
  const why = reason.trim();
  const ready = why.length >= MIN_REASON;
  const { image } = request;
  const common = {
    ...{ operations, opener, onClose, onReceipt },
    inputHint: t('approvals.giveReason'),
    title: t(`approvals.${decision}Title`, {
      component: entityName(request.component),
      image: imageName(image),
      to: request.to,
    }),
    runLabel: t(`approvals.${decision}`),
    children: (
      <ReasonField
        label={t('approvals.reason')}
        hint={t('approvals.reasonHint')}
        value={reason}
        onChange={setReason}
      />
    ),
  };
  return decision === 'approve' ? (
    <OperationDialog
      say={say}
      {...common}
      contract={promotionOperations.approve}
      // The very image that was looked at.
      input={
        ready ? { request: request.id, image: image.digest ?? image.image, reason: why } : undefined
      }
    />
  ) : (
    <OperationDialog
      say={say}
      {...common}
      contract={promotionOperations.reject}
      input={ready ? { request: request.id, reason: why } : undefined}
    />
  );
}
