import Box from '@mui/material/Box';
import LinearProgress from '@mui/material/LinearProgress';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { OperationReceipt } from '@kubemate/operations-common';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { PartialBanner } from '../states/PartialBanner';
import { StatusChip } from '../status/StatusChip';
import { ResultList } from './ResultList';
import { STATUS_HEALTH } from './receiptStatus';

/** What an operation does or did: the state, how far it is, each object, and what went wrong. */
export function ReceiptView({ receipt }: { receipt: OperationReceipt }) {
  const { t } = useTranslationRef(uiTranslationRef);
  const { status, results, error, warnings } = receipt;
  const single = results.length === 1 && results[0]?.message === error?.message;
  return (
    <Box sx={{ display: 'flex', flexDirection: 'column', gap: 1.5, minWidth: 0 }}>
      <Box
        role="status"
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          columnGap: 1.5,
          rowGap: 0.5,
        }}
      >
        <StatusChip health={STATUS_HEALTH[status]} label={t(`operation.status.${status}`)} />
        <Typography variant="subtitle1" component="h3" sx={{ overflowWrap: 'anywhere' }}>
          {receipt.summary}
        </Typography>
      </Box>
      {status === 'running' && <ReceiptProgress receipt={receipt} />}
      {(status === 'waiting' || status === 'approved') && (
        <Typography variant="body2" color="text.secondary">
          {t(status === 'waiting' ? 'operation.waitingHint' : 'operation.approvedHint')}
        </Typography>
      )}
      {error !== undefined && <PartialBanner severity="failed" title={error.message} />}
      {warnings.length > 0 && (
        <PartialBanner
          title={t('operation.warnings')}
          items={warnings.map(text => ({ key: text, text }))}
        />
      )}
      {results.length > 0 && !single && <ResultList results={results} />}
    </Box>
  );
}

/** A bar where the extent is known, and what it is at. */
export function ReceiptProgress({ receipt }: { receipt: OperationReceipt }) {
  const { t } = useTranslationRef(uiTranslationRef);
  const { progress } = receipt;
  const known = progress !== undefined && progress.total > 0;
  return (
    <Box>
      <LinearProgress
        aria-label={t('operation.progress')}
        variant={known ? 'determinate' : 'indeterminate'}
        value={known ? Math.min(100, (progress.done / progress.total) * 100) : undefined}
        sx={{ height: 6, borderRadius: 3 }}
      />
      <Typography
        variant="caption"
        color="text.secondary"
        component="div"
        aria-live="polite"
        sx={{ mt: 0.5, overflowWrap: 'anywhere' }}
      >
        {known &&
          t('operation.done', { done: String(progress.done), total: String(progress.total) })}
        {progress?.message !== undefined && ` ${progress.message}`}
      </Typography>
    </Box>
  );
}
