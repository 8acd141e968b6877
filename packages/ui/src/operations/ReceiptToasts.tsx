import Box from '@mui/material/Box';
import IconButton from '@mui/material/IconButton';
import { useTheme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OperationReceipt, OperationsApi } from '@kubemate/operations-common';
import { RiCloseLine } from '@remixicon/react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { ServerText } from '../i18n/ServerText';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { HEALTH_ICON } from '../status/healthLook';
import { radii, shadows } from '../theme/tokens';
import { formatPlace } from './formatChange';
import { ReceiptActions } from './ReceiptActions';
import { ReceiptProgress } from './ReceiptView';
import { STATUS_HEALTH } from './receiptStatus';
import type { ReceiptTray } from './ReceiptTray';
import { useReceiptWords } from './useReceiptWords';

/** How long a success stays when nobody points at it. It can still be undone from the list of receipts. */
const STAYS_MS = 20_000;

export interface ReceiptToastsProps {
  operations: OperationsApi;
  tray: ReceiptTray;
}

/** What was just done, over every page: with Undo while it can be undone, with progress while it runs. */
export function ReceiptToasts({ operations, tray }: ReceiptToastsProps) {
  const { t } = useTranslationRef(uiTranslationRef);
  const receipts = useSyncExternalStore(tray.subscribe, tray.receipts);
  return (
    <Box
      component="section"
      aria-label={t('operation.recent')}
      aria-live="polite"
      sx={{
        position: 'fixed',
        right: { xs: 8, sm: 20 },
        bottom: { xs: 8, sm: 20 },
        left: { xs: 8, sm: 'auto' },
        width: { sm: 420 },
        // Under an open dialog, whose buttons it would cover, and which tells the same.
        zIndex: theme => theme.zIndex.modal - 1,
        display: 'flex',
        flexDirection: 'column-reverse',
        gap: 1,
        pointerEvents: 'none',
      }}
    >
      {receipts.map(receipt => (
        <Toast
          key={receipt.id}
          receipt={receipt}
          operations={operations}
          onChange={next => tray.add(next)}
          onDismiss={() => tray.dismiss(receipt.id)}
        />
      ))}
    </Box>
  );
}

function Toast(props: {
  receipt: OperationReceipt;
  operations: OperationsApi;
  onChange(receipt: OperationReceipt): void;
  onDismiss(): void;
}) {
  const { operations, onChange, onDismiss } = props;
  const receipt = useReceiptWords()(props.receipt);
  const { t } = useTranslationRef(uiTranslationRef);
  const { mode, kubemate } = useTheme().palette;
  const [held, setHeld] = useState(false);
  const { status } = receipt;
  const leaves = (status === 'succeeded' || status === 'cancelled') && !held;
  useEffect(() => {
    if (!leaves) return undefined;
    const timer = setTimeout(onDismiss, STAYS_MS);
    return () => clearTimeout(timer);
    // A new state of the receipt starts the time again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [leaves, props.receipt]);
  const health = STATUS_HEALTH[status];
  const Icon = HEALTH_ICON[health];
  const failed = receipt.results.filter(result => result.status === 'failed').length;
  return (
    <Box
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      sx={{
        pointerEvents: 'auto',
        display: 'flex',
        gap: 1.25,
        p: 1.5,
        bgcolor: 'kubemate.surface.raised',
        border: 1,
        borderColor: 'divider',
        borderRadius: `${radii.large}px`,
        boxShadow: shadows[mode].overlay,
        '& > svg': { flex: 'none', mt: '2px' },
      }}
    >
      <Icon size={18} color={kubemate.health[health].fg} aria-hidden />
      <Box sx={{ flex: 1, minWidth: 0, display: 'flex', flexDirection: 'column', gap: 0.75 }}>
        <Box>
          <Typography variant="subtitle2" component="div" sx={{ overflowWrap: 'anywhere' }}>
            {receipt.summary}
          </Typography>
          <Typography variant="caption" color="text.secondary" component="div">
            {t(`operation.status.${status}`)}
            {formatPlace(receipt.target) !== '' && ` · ${formatPlace(receipt.target)}`}
            {failed > 0 &&
              receipt.results.length > 1 &&
              ` · ${t('operation.failedOf', { failed: String(failed), total: String(receipt.results.length) })}`}
          </Typography>
          {receipt.error !== undefined && (
            <Typography variant="caption" component="div" sx={{ overflowWrap: 'anywhere' }}>
              <ServerText text={receipt.error.message} />
            </Typography>
          )}
        </Box>
        {status === 'running' && <ReceiptProgress receipt={receipt} />}
        <ReceiptActions operations={operations} receipt={receipt} onChange={onChange} />
      </Box>
      <IconButton
        onClick={onDismiss}
        aria-label={t('operation.dismiss', { what: receipt.summary })}
        sx={{ alignSelf: 'flex-start' }}
      >
        <RiCloseLine size={16} />
      </IconButton>
    </Box>
  );
}
