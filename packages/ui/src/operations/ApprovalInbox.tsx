import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OperationReceipt, OperationsApi } from '@kubemate/operations-common';
import { RiCheckLine, RiCloseLine } from '@remixicon/react';
import { useState } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { Age } from '../time/Age';
import { formatAge } from '../time/formatAge';
import { useNow } from '../time/useNow';
import { formatPlace } from './formatChange';
import { operationFailure } from './operationError';
import { useReceiptWords } from './useReceiptWords';

export interface ApprovalInboxProps {
  /** What waits for the viewer's decision. */
  receipts: readonly OperationReceipt[];
  operations: Pick<OperationsApi, 'decide'>;
  onDecided(receipt: OperationReceipt): void;
}

/** What others want to do and may only with a second person's word. */
export function ApprovalInbox({ receipts, operations, onDecided }: ApprovalInboxProps) {
  const inWords = useReceiptWords();
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {receipts.map(inWords).map(receipt => (
        <ApprovalRow
          key={receipt.id}
          receipt={receipt}
          operations={operations}
          onDecided={onDecided}
        />
      ))}
    </Box>
  );
}

/** `user:default/dana` is `dana` to people. */
function personName(ref: string): string {
  return ref.slice(ref.indexOf('/') + 1);
}

function ApprovalRow(props: {
  receipt: OperationReceipt;
  operations: ApprovalInboxProps['operations'];
  onDecided(receipt: OperationReceipt): void;
}) {
  const { receipt, operations, onDecided } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const { approvalUntil } = receipt;
  const left = useNow(now => (approvalUntil === undefined ? '' : formatAge(approvalUntil - now)));
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const decide = async (decision: 'approved' | 'rejected') => {
    setBusy(true);
    setFailure(undefined);
    try {
      const note = reason.trim() === '' ? {} : { reason: reason.trim() };
      onDecided(await operations.decide(receipt, { decision, ...note }));
    } catch (error) {
      setFailure(operationFailure(error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Box
      component="li"
      sx={{
        px: 2,
        py: 1.5,
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-child': { border: 0 },
      }}
    >
      <Typography variant="subtitle2" component="div" sx={{ overflowWrap: 'anywhere' }}>
        {receipt.summary}
      </Typography>
      <Typography variant="caption" color="text.secondary" component="div">
        {t('operation.askedBy', { who: personName(receipt.actor) })} <Age at={receipt.createdAt} />
        {formatPlace(receipt.target) !== '' && ` · ${formatPlace(receipt.target)}`}
        {left !== '' && ` · ${t('operation.expiresIn', { left })}`}
      </Typography>
      {receipt.reason !== undefined && (
        <Typography variant="body2" sx={{ mt: 0.75, overflowWrap: 'anywhere' }}>
          “{receipt.reason}”
        </Typography>
      )}
      <Stack direction="row" flexWrap="wrap" alignItems="center" gap={1} sx={{ mt: 1 }}>
        <TextField
          size="small"
          label={t('operation.decisionNote')}
          value={reason}
          onChange={event => setReason(event.target.value)}
          inputProps={{ maxLength: 500 }}
          sx={{ flex: '1 1 220px', maxWidth: 420 }}
        />
        <Button
          variant="contained"
          disabled={busy}
          startIcon={<RiCheckLine size={16} />}
          onClick={() => void decide('approved')}
        >
          {t('operation.approve')}
        </Button>
        <Button
          variant="outlined"
          color="inherit"
          disabled={busy}
          startIcon={<RiCloseLine size={16} />}
          onClick={() => void decide('rejected')}
        >
          {t('operation.reject')}
        </Button>
        {failure !== undefined && (
          <Typography role="alert" variant="caption" color="error">
            {failure}
          </Typography>
        )}
      </Stack>
    </Box>
  );
}
