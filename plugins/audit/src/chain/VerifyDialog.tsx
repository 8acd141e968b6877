import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AuditStatus, ChainReport } from '@kubemate/plugin-audit-common';
import { Age, FailureState, formatAge, KeyValueList, StatusChip, useNow } from '@kubemate/ui';
import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import LinearProgress from '@mui/material/LinearProgress';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useVerify } from '../api/queries';
import { auditTranslationRef } from '../translations/auditTranslationRef';

/** Milliseconds within which an age is no number. */
const JUST_NOW = 5_000;

/** Checks the trail and shows what was found; until then, what the latest check found. */
export function VerifyDialog({ status, onClose }: { status: AuditStatus; onClose(): void }) {
  const { t } = useTranslationRef(auditTranslationRef);
  const verify = useVerify();
  const report = verify.data ?? status.lastVerify;
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby="verify-title">
      <DialogTitle id="verify-title">{t('verify.title')}</DialogTitle>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
        <Typography variant="body2" color="text.secondary">
          {t('verify.explanation')}
        </Typography>
        {verify.isPending && <LinearProgress aria-label={t('verify.running')} />}
        {verify.isError && <FailureState error={verify.error} />}
        {report !== undefined && !verify.isPending && (
          <>
            <Alert severity={report.ok ? 'success' : 'error'} role="status">
              {t(report.ok ? 'verify.resultOk' : 'verify.resultBad', {
                number: String(report.chains.reduce((sum, { records }) => sum + records, 0)),
              })}{' '}
              <CheckedAgo at={report.at} />
            </Alert>
            {report.key === 'generated' && (
              <Alert severity="info">{t('verify.generatedKey')}</Alert>
            )}
            {report.chains.map(chain => (
              <ChainResult key={chain.chain} report={chain} status={status} />
            ))}
          </>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t('verify.close')}
        </Button>
        <Button variant="contained" disabled={verify.isPending} onClick={() => verify.mutate()}>
          {t('verify.run')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** `Checked just now`, `Checked 3m20s ago`. */
function CheckedAgo({ at }: { at: number }) {
  const { t } = useTranslationRef(auditTranslationRef);
  const age = useNow(now => (now - at < JUST_NOW ? '' : formatAge(now - at)));
  return (
    <time dateTime={new Date(at).toISOString()} title={new Date(at).toLocaleString()}>
      {age === '' ? t('verify.justNow') : t('verify.ago', { age })}
    </time>
  );
}

function ChainResult({ report, status }: { report: ChainReport; status: AuditStatus }) {
  const { t } = useTranslationRef(auditTranslationRef);
  const { chain, ok, records, first, last, anchors, anchoredAt, problems } = report;
  const state = status.chains.find(item => item.chain === chain);
  return (
    <Box>
      <Stack direction="row" gap={1} alignItems="center" sx={{ mb: 1 }}>
        <Typography variant="subtitle2">{t(`chain.${chain}`)}</Typography>
        <StatusChip
          health={ok ? 'ok' : 'failed'}
          label={t(ok ? 'verify.intact' : 'verify.broken')}
        />
      </Stack>
      <KeyValueList
        items={[
          {
            key: 'records',
            label: t('verify.records'),
            value: records === 0 ? '0' : `${records.toLocaleString()} (#${first} – #${last})`,
          },
          {
            key: 'anchors',
            label: t('verify.anchors'),
            value:
              anchoredAt === undefined ? (
                t('verify.noAnchors')
              ) : (
                <>
                  {anchors} · <Age at={anchoredAt} />
                </>
              ),
          },
          {
            key: 'keep',
            label: t('verify.keep'),
            value: t('verify.days', { number: String(state?.keepDays ?? '') }),
          },
          ...(state?.heldBy === undefined
            ? []
            : [{ key: 'hold', label: t('verify.hold'), value: state.heldBy }]),
        ]}
      />
      {problems.map(({ seq, kind, message }) => (
        <Alert key={`${seq}${kind}${message}`} severity="error" sx={{ mt: 1 }}>
          {t(`problem.${kind}`, { seq: String(seq) })} {message}
        </Alert>
      ))}
    </Box>
  );
}
