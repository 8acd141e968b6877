import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Collapse from '@mui/material/Collapse';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OperationReceipt, OperationsApi } from '@kubemate/operations-common';
import { useId, useState } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { StatusChip } from '../status/StatusChip';
import { Age } from '../time/Age';
import { formatPlace } from './formatChange';
import { ReceiptActions } from './ReceiptActions';
import { ReceiptProgress, ReceiptView } from './ReceiptView';
import { STATUS_HEALTH } from './receiptStatus';
import { useReceiptWords } from './useReceiptWords';

export interface ReceiptListProps {
  /** Newest first. */
  receipts: readonly OperationReceipt[];
  operations: Pick<OperationsApi, 'undo' | 'cancel' | 'resume' | 'runApproved'>;
  onChange(receipt: OperationReceipt): void;
}

/** What was done, with what can still be done about it. */
export function ReceiptList({ receipts, operations, onChange }: ReceiptListProps) {
  const inWords = useReceiptWords();
  return (
    <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
      {receipts.map(inWords).map(receipt => (
        <ReceiptRow
          key={receipt.id}
          receipt={receipt}
          operations={operations}
          onChange={onChange}
        />
      ))}
    </Box>
  );
}

function ReceiptRow(props: {
  receipt: OperationReceipt;
  operations: ReceiptListProps['operations'];
  onChange(receipt: OperationReceipt): void;
}) {
  const { receipt, operations, onChange } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const id = useId();
  const [open, setOpen] = useState(false);
  const details =
    receipt.results.length > 1 || receipt.error !== undefined || receipt.warnings.length > 0;
  return (
    <Box
      component="li"
      sx={{
        px: 2,
        py: 1.25,
        borderBottom: 1,
        borderColor: 'divider',
        '&:last-child': { border: 0 },
      }}
    >
      <Box
        sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, rowGap: 1 }}
      >
        <Box sx={{ width: 120, flex: 'none' }}>
          <StatusChip
            health={STATUS_HEALTH[receipt.status]}
            label={t(`operation.status.${receipt.status}`)}
          />
        </Box>
        <Box sx={{ flex: '1 1 260px', minWidth: 0 }}>
          <Typography variant="subtitle2" component="div" sx={{ overflowWrap: 'anywhere' }}>
            {receipt.summary}
          </Typography>
          <Typography variant="caption" color="text.secondary" component="div">
            {formatPlace(receipt.target)}
            {formatPlace(receipt.target) !== '' && ' · '}
            <Age at={receipt.createdAt} />
            {receipt.undoneBy !== undefined && ` · ${t('operation.undone')}`}
            {receipt.undoOf !== undefined && ` · ${t('operation.isUndo')}`}
            {receipt.reason !== undefined && ` · ${receipt.reason}`}
          </Typography>
        </Box>
        {details && (
          <Button
            color="inherit"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setOpen(!open)}
          >
            {t(open ? 'operation.fewerDetails' : 'operation.details')}
          </Button>
        )}
        <ReceiptActions operations={operations} receipt={receipt} onChange={onChange} />
      </Box>
      {receipt.status === 'running' && !open && (
        <Box sx={{ mt: 1 }}>
          <ReceiptProgress receipt={receipt} />
        </Box>
      )}
      <Collapse in={open} id={id} unmountOnExit>
        <Box sx={{ pt: 1.5 }}>
          <ReceiptView receipt={receipt} />
        </Box>
      </Collapse>
    </Box>
  );
}
