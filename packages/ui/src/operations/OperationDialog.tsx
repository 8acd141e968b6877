import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import LinearProgress from '@mui/material/LinearProgress';
import type { Theme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  OperationContract,
  OperationInput,
  OperationReceipt,
  OperationsApi,
} from '@kubemate/operations-common';
import { useCallback, useId, useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { ActionButton } from './ActionButton';
import { ConflictNotice } from './ConflictNotice';
import { answersGuard, GuardFields } from './GuardFields';
import { planInWords, receiptInWords, type Say } from './inWords';
import { PlanState } from './PlanState';
import { ReceiptActions } from './ReceiptActions';
import { ReceiptView } from './ReceiptView';
import { useOperation, type OperationState } from './useOperation';
import { useOperationSay } from './useOperationSay';
import { useReturnFocus } from './useReturnFocus';

export interface OperationDialogProps<C extends OperationContract> {
  operations: OperationsApi;
  contract: C;
  /** Undefined while the form does not say enough yet. */
  input: OperationInput<C> | undefined;
  /** What the form lacks, while `input` is undefined. */
  inputHint?: string;
  /** In the person's language; the contract's English title where absent. */
  title?: string;
  /** On the button that does it; the title where absent. */
  runLabel?: string;
  /** The form, where there is something to choose. */
  children?: ReactNode;
  onClose(): void;
  /** Each receipt that comes of it, also of an undo: for the tray, and to load again what has changed. */
  onReceipt?(receipt: OperationReceipt): void;
  /** Stays to show what came out where the operation simply succeeded. */
  keepOpen?: boolean;
  /** Draws a failure that the domain knows more about, with what can be done; undefined leaves it to the dialog. */
  renderFailure?(state: OperationState): ReactNode;
  /** Says the domain's sentences in the language of the page; they stay in English where absent. */
  say?: Say;
  /** Takes the focus when the dialog has closed; what had it before where absent. */
  opener?: HTMLElement | null;
}

/**
 * Plans, explains, asks, runs, and shows what came of it. Nothing happens before the plan is on the screen and the person presses the
 * button; what somebody else changed in between is shown instead of overwritten.
 */
export function OperationDialog<C extends OperationContract>(props: OperationDialogProps<C>) {
  const { operations, contract, input, title = contract.title, children, onClose } = props;
  const { onReceipt, keepOpen = false, opener, runLabel = title, inputHint } = props;
  const known = props.renderFailure;
  const { t } = useTranslationRef(uiTranslationRef);
  const id = useId();
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('sm'));
  const { state: told, run, replan, settle } = useOperation({ operations, contract, input });
  const say = useOperationSay(
    props.say,
    useCallback(() => title, [title]),
  );
  const state = useMemo(
    () => inWords(told, { say, title, english: contract.title }),
    [told, say, title, contract.title],
  );
  const [answer, setAnswer] = useState({ confirm: '', reason: '' });
  const focus = useReturnFocus(opener);
  const { plan, receipt, runFailure } = state;
  const guard = plan?.allowed ? plan.guard : undefined;
  const blocked = useBlocked({ state, answered: answersGuard(guard, answer), inputHint });
  const asksApproval = guard?.kind === 'approval';
  const close = () => {
    focus();
    onClose();
  };
  const start = async () => {
    const typed = guard?.kind === 'typed' ? { confirm: answer.confirm } : {};
    const reason = answer.reason.trim() === '' ? {} : { reason: answer.reason.trim() };
    const outcome = await run({ ...typed, ...reason });
    if (outcome === undefined) return;
    // First, so that where the receipt leads to another page, closing does not lead back.
    if (outcome.status === 'succeeded' && !keepOpen) close();
    onReceipt?.(outcome);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (blocked === undefined) void start();
  };
  const ended = receipt !== undefined;
  return (
    <Dialog
      open
      onClose={close}
      maxWidth="md"
      fullWidth
      fullScreen={isNarrow}
      disableRestoreFocus
      aria-labelledby={id}
    >
      <Box
        component="form"
        onSubmit={onSubmit}
        noValidate
        sx={{ display: 'flex', flexDirection: 'column', minHeight: 0, flex: 1 }}
      >
        <DialogTitle id={id} variant="h2">
          {title}
        </DialogTitle>
        <Box sx={{ height: 2 }}>
          {(state.step === 'planning' || (state.step === 'running' && !ended)) && (
            <LinearProgress sx={{ height: 2 }} aria-label={t(`operation.${state.step}`)} />
          )}
        </Box>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2, minHeight: 160 }}>
          {receipt !== undefined ? (
            <ReceiptView receipt={receipt} />
          ) : (
            <>
              {children}
              {known?.(state) ?? (
                <>
                  {runFailure !== undefined && <ConflictNotice failure={runFailure} plan={plan} />}
                  <PlanState state={state} onRetry={replan} inputHint={inputHint} />
                </>
              )}
              {guard !== undefined && (
                <GuardFields guard={guard} value={answer} onChange={setAnswer} />
              )}
            </>
          )}
        </DialogContent>
        <DialogActions sx={{ px: 3, py: 2, flexWrap: 'wrap', gap: 1 }}>
          {receipt !== undefined && (
            <Box sx={{ mr: 'auto' }}>
              <ReceiptActions
                operations={operations}
                receipt={receipt}
                onChange={next => {
                  onReceipt?.(next);
                  if (next.id === receipt.id || next.undoOf === receipt.id) settle(next);
                }}
              />
            </Box>
          )}
          <Button color="inherit" onClick={close}>
            {ended
              ? t(receipt.status === 'running' ? 'operation.background' : 'operation.close')
              : t('operation.cancel')}
          </Button>
          {!ended && (
            <ActionButton
              type="submit"
              variant="contained"
              color={contract.effect === 'destroy' ? 'error' : 'primary'}
              disabledReason={blocked}
            >
              {asksApproval ? t('operation.askApproval') : runLabel}
            </ActionButton>
          )}
        </DialogActions>
      </Box>
    </Dialog>
  );
}

function inWords(
  state: OperationState,
  { say, title, english }: { say: Say; title: string; english: string },
): OperationState {
  const { plan, receipt } = state;
  // What the person may not do is not planned: it bears the name of the operation.
  const planned = plan?.summary === english ? { ...plan, summary: title } : plan;
  return {
    ...state,
    ...(planned && { plan: planInWords(planned, say) }),
    ...(receipt && { receipt: receiptInWords(receipt, say) }),
  };
}

/** Why it cannot be run now; undefined where it can. */
function useBlocked(options: {
  state: OperationState;
  answered: boolean;
  inputHint: string | undefined;
}): string | undefined {
  const { state, answered, inputHint } = options;
  const { t } = useTranslationRef(uiTranslationRef);
  switch (state.step) {
    case 'input':
      return inputHint ?? t('operation.needsInput');
    case 'planning':
      return t('operation.planning');
    case 'plan-failed':
      return state.planFailure?.message ?? t('operation.planFailed');
    case 'running':
      return t('operation.running');
    default: {
      const { plan } = state;
      if (plan === undefined) return t('operation.planning');
      if (!plan.allowed)
        return plan.reason ?? t(plan.denied ? 'operation.notAllowed' : 'operation.cannot');
      if (answered) return undefined;
      return plan.guard?.kind === 'typed'
        ? t('operation.typeText', { text: plan.guard.text })
        : t('operation.reasonNeeded');
    }
  }
}
