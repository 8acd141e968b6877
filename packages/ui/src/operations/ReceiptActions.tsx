import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OperationReceipt, OperationsApi } from '@kubemate/operations-common';
import { RiArrowGoBackLine } from '@remixicon/react';
import { useState } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { visuallyHidden } from '../layout/visuallyHidden';
import { useNow } from '../time/useNow';
import { operationFailure } from './operationError';
import { formatCountdown, receiptActions, type ReceiptAction } from './receiptStatus';

export interface ReceiptActionsProps {
  operations: Pick<OperationsApi, 'undo' | 'cancel' | 'resume' | 'runApproved'>;
  receipt: OperationReceipt;
  /** Receipts that are new or have changed: an undo is a receipt of its own. */
  onChange(receipt: OperationReceipt): void;
}

/** Undo with the time left, resume, stop, run what was approved: whatever the receipt allows now. */
export function ReceiptActions({ operations, receipt, onChange }: ReceiptActionsProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const actions = useNow(now => receiptActions(receipt, now).join(' '));
  const left = useNow(now =>
    receipt.undoUntil === undefined ? '' : formatCountdown(receipt.undoUntil - now),
  );
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const calls: Readonly<
    Record<ReceiptAction, (of: OperationReceipt) => Promise<OperationReceipt>>
  > = {
    undo: of => operations.undo(of),
    cancel: of => operations.cancel(of),
    resume: of => operations.resume(of),
    run: of => operations.runApproved(of),
  };
  const call = async (action: ReceiptAction) => {
    setBusy(true);
    setFailure(undefined);
    try {
      const answer = await calls[action](receipt);
      if (action === 'undo') onChange({ ...receipt, undoneBy: answer.id });
      onChange(answer);
    } catch (error) {
      setFailure(operationFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  const labels: Readonly<Record<ReceiptAction, string>> = {
    undo: t('operation.undo', { left }),
    cancel: t(receipt.status === 'running' ? 'operation.stop' : 'operation.withdraw'),
    resume: t('operation.resume'),
    run: t('operation.runApproved'),
  };
  const shown = actions === '' ? [] : (actions.split(' ') as ReceiptAction[]);
  return (
    <Stack direction="row" flexWrap="wrap" alignItems="center" gap={1}>
      {shown.map(action => (
        <Button
          key={action}
          variant={action === 'run' ? 'contained' : 'outlined'}
          disabled={busy}
          onClick={() => void call(action)}
          startIcon={action === 'undo' ? <RiArrowGoBackLine size={14} /> : undefined}
          sx={{ fontVariantNumeric: 'tabular-nums' }}
        >
          {action === 'undo' ? (
            <>
              {/* The clock beside the word would be read out each second. */}
              <span aria-hidden>{labels.undo}</span>
              <span style={visuallyHidden}>
                {t('operation.undoLabel', { what: receipt.summary })}
              </span>
            </>
          ) : (
            labels[action]
          )}
        </Button>
      ))}
      {failure !== undefined && (
        <Typography role="alert" variant="caption" color="error" sx={{ overflowWrap: 'anywhere' }}>
          {failure}
        </Typography>
      )}
    </Stack>
  );
}
