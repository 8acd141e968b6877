import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { promotionOperations } from '@kubemate/plugin-pipelines-common';
import type { Promotion, PromotionCanary } from '@kubemate/plugin-pipelines-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { useSay } from './useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { imageName } from './environmentText';
import { MIN_REASON } from './minReason';
import { ReasonField } from './ReasonField';

/** How the requests are shared between two versions, step by step, with what may be done about it. */
export function StepsProgress({
  promotion,
  canary,
}: {
  promotion: Promotion;
  canary: PromotionCanary;
}) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const [chosen, setChosen] = useState<{ what: 'now' | 'abort'; opener: HTMLElement }>();
  const { weight, step, steps } = canary;
  const isShifting = promotion.state === 'shifting';
  return (
    <Box sx={{ mt: 1 }}>
      <Box
        role="img"
        aria-label={t('steps.shares', {
          weight: String(weight),
          after: imageName(promotion.after),
          before: imageName(promotion.before),
        })}
        sx={{
          display: 'flex',
          height: 10,
          borderRadius: 1,
          overflow: 'hidden',
          bgcolor: 'action.selected',
        }}
      >
        <Box sx={{ width: `${weight}%`, bgcolor: 'primary.main', transition: 'width 300ms' }} />
      </Box>
      <Stack direction="row" justifyContent="space-between" gap={1} sx={{ mt: 0.5 }}>
        <Typography variant="caption" sx={{ overflowWrap: 'anywhere' }}>
          {imageName(promotion.after)} · {weight} %
        </Typography>
        <Typography variant="caption" color="text.secondary" sx={{ overflowWrap: 'anywhere' }}>
          {imageName(promotion.before)} · {100 - weight} %
        </Typography>
      </Stack>
      <Typography variant="body2" color="text.secondary">
        {t('steps.at', { step: String(step + 1), steps: String(steps.length) })}{' '}
        {steps.map(each => `${each.weight} %`).join(' → ')} → 100 %
      </Typography>
      {isShifting && (
        <Stack direction="row" flexWrap="wrap" gap={1} sx={{ mt: 1 }}>
          <Button
            variant="outlined"
            onClick={event => setChosen({ what: 'now', opener: event.currentTarget })}
          >
            {t('steps.now')}
          </Button>
          <Button
            variant="outlined"
            color="inherit"
            onClick={event => setChosen({ what: 'abort', opener: event.currentTarget })}
          >
            {t('steps.abort')}
          </Button>
        </Stack>
      )}
      {chosen !== undefined && (
        <SteerDialog {...chosen} promotion={promotion.id} onClose={() => setChosen(undefined)} />
      )}
    </Box>
  );
}

function SteerDialog(props: {
  what: 'now' | 'abort';
  promotion: string;
  opener: HTMLElement;
  onClose(): void;
}) {
  const { what, promotion, opener, onClose } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [reason, setReason] = useState('');
  const said = reason.trim();
  const contract =
    what === 'now' ? promotionOperations.promoteNow : promotionOperations.abortPromotion;
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={contract}
      input={said.length < MIN_REASON ? undefined : { promotion, reason: said }}
      inputHint={t('promotion.longerReason')}
      title={t(`steps.${what}`)}
      runLabel={t(`steps.${what}`)}
      opener={opener}
      onClose={onClose}
      onReceipt={note}
    >
      <ReasonField
        label={t('promotion.reason')}
        hint={t('steps.reasonHint')}
        value={reason}
        onChange={setReason}
      />
    </OperationDialog>
  );
}
