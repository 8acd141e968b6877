import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { ErrorState } from '../states/ErrorState';
import { LoadingState } from '../states/LoadingState';
import { PartialBanner } from '../states/PartialBanner';
import { NotAllowed, PlanView } from './PlanView';
import type { OperationState } from './useOperation';

/** The plan in each of its states: asked for, on its way, failed, made. */
export function PlanState(props: {
  state: OperationState;
  onRetry(): void;
  inputHint: string | undefined;
}) {
  const { state, onRetry, inputHint } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const { step, plan, planFailure } = state;
  if (step === 'plan-failed' && planFailure !== undefined) {
    if (planFailure.kind === 'denied') return <NotAllowed reason={planFailure.message} />;
    if (planFailure.kind === 'conflict')
      return (
        <PartialBanner
          title={t('operation.conflict')}
          items={[{ key: 'reason', text: planFailure.message }]}
          action={
            <Button variant="outlined" color="inherit" onClick={onRetry}>
              {t('state.retry')}
            </Button>
          }
        />
      );
    return (
      <ErrorState
        title={t('operation.planFailed')}
        error={new Error(planFailure.message)}
        onRetry={planFailure.kind === 'invalid' ? undefined : onRetry}
      />
    );
  }
  if (step === 'input' && plan === undefined)
    return (
      <Typography variant="body2" color="text.secondary" role="status">
        {inputHint ?? t('operation.needsInput')}
      </Typography>
    );
  if (plan === undefined) return <LoadingState label={t('operation.planning')} lines={4} />;
  return (
    <Box aria-busy={step !== 'planned'} sx={{ opacity: step === 'planning' ? 0.6 : 1 }}>
      <PlanView plan={plan} />
    </Box>
  );
}
