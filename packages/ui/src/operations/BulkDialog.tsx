import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import LinearProgress from '@mui/material/LinearProgress';
import type { Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  OperationContract,
  OperationInput,
  OperationReceipt,
  OperationsApi,
  OperationTarget,
} from '@kubemate/operations-common';
import { useCallback, useId, useMemo, useState } from 'react';
import { uiTranslationRef } from '../i18n/uiTranslationRef';
import { ErrorState } from '../states/ErrorState';
import { PartialBanner } from '../states/PartialBanner';
import { StatusChip } from '../status/StatusChip';
import { ActionButton } from './ActionButton';
import { formatPlace, formatTarget, targetKey } from './formatChange';
import { answersGuard, GuardFields } from './GuardFields';
import { accessInWords, planInWords, receiptInWords, type Say } from './inWords';
import { ReceiptActions } from './ReceiptActions';
import { ReceiptView } from './ReceiptView';
import { useBulk, type BulkItem } from './useBulk';
import { useOperationSay } from './useOperationSay';
import { useReturnFocus } from './useReturnFocus';

export interface BulkDialogProps<C extends OperationContract> {
  operations: OperationsApi;
  contract: C;
  /** One per object; what they are when the dialog opens counts. */
  inputs: readonly OperationInput<C>[];
  targetOf(input: OperationInput<C>): OperationTarget;
  title?: string;
  onClose(): void;
  onReceipt?(receipt: OperationReceipt): void;
  /** Says the domain's sentences in the language of the page; they stay in English where absent. */
  say?: Say;
  opener?: HTMLElement | null;
}

/** One operation on many objects: what it does to each and to which it may not, then the result of each. */
export function BulkDialog<C extends OperationContract>(props: BulkDialogProps<C>) {
  const { operations, contract, inputs, targetOf, title = contract.title } = props;
  const { onClose, onReceipt, opener } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const id = useId();
  const isNarrow = useMediaQuery<Theme>(theme => theme.breakpoints.down('sm'));
  const { state, run, settle } = useBulk({ operations, contract, inputs });
  const [answer, setAnswer] = useState({ confirm: '', reason: '' });
  const focus = useReturnFocus(opener);
  const say = useOperationSay(
    props.say,
    useCallback(() => title, [title]),
  );
  const { step, failure } = state;
  const items = useMemo(() => state.items.map(item => itemInWords(item, say)), [state.items, say]);
  const receipt = state.receipt && receiptInWords(state.receipt, say);
  const guard = bulkGuard(items);
  const allowed = items.filter(item => item.allowed === true).length;
  const denied = items.filter(item => item.allowed === false).length;
  const close = () => {
    focus();
    onClose();
  };
  const start = async () => {
    const outcome = await run({
      ...(guard?.kind === 'typed' ? { confirm: answer.confirm } : {}),
      ...(answer.reason.trim() === '' ? {} : { reason: answer.reason.trim() }),
    });
    if (outcome !== undefined) onReceipt?.(outcome);
  };
  const blocked = () => {
    if (step === 'checking') return t('operation.checkingRights');
    if (step === 'running') return t('operation.running');
    if (allowed === 0) return t('operation.bulkNone');
    if (answersGuard(guard, answer)) return undefined;
    return guard?.kind === 'typed'
      ? t('operation.typeText', { text: guard.text })
      : t('operation.reasonNeeded');
  };
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
      <DialogTitle id={id} variant="h2">
        {t('operation.bulkTitle', { title, number: String(inputs.length) })}
      </DialogTitle>
      <Box sx={{ height: 2 }}>
        {(step === 'checking' || (step === 'running' && receipt === undefined)) && (
          <LinearProgress sx={{ height: 2 }} aria-label={t('operation.checkingRights')} />
        )}
      </Box>
      <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2, minHeight: 160 }}>
        {receipt !== undefined && <ReceiptView receipt={receipt} />}
        {receipt === undefined && step === 'failed' && failure !== undefined && (
          <ErrorState title={t('operation.planFailed')} error={new Error(failure.message)} />
        )}
        {receipt === undefined && step !== 'failed' && (
          <>
            {failure !== undefined && (
              <PartialBanner
                severity="failed"
                title={t('operation.runFailed')}
                items={[{ key: 'reason', text: failure.message }]}
              />
            )}
            <Typography variant="body2" role="status">
              {t('operation.bulkSummary', { allowed: String(allowed), denied: String(denied) })}
            </Typography>
            <BulkList items={items} targetOf={targetOf} />
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
                settle(next);
              }}
            />
          </Box>
        )}
        <Button color="inherit" onClick={close}>
          {receipt === undefined
            ? t('operation.cancel')
            : t(receipt.status === 'running' ? 'operation.background' : 'operation.close')}
        </Button>
        {receipt === undefined && (
          <ActionButton
            variant="contained"
            color={contract.effect === 'destroy' ? 'error' : 'primary'}
            disabledReason={blocked()}
            onClick={() => void start()}
          >
            {t('operation.bulkRun', { title, number: String(allowed) })}
          </ActionButton>
        )}
      </DialogActions>
    </Dialog>
  );
}

function itemInWords<I>(item: BulkItem<I>, say: Say): BulkItem<I> {
  const { allowed, plan } = item;
  return {
    ...(allowed === undefined ? item : accessInWords({ ...item, allowed }, say)),
    ...(plan && { plan: planInWords(plan, say) }),
  };
}

/** The strictest guard among the plans; the number of objects, typed once, stands for the text of each. */
function bulkGuard(items: readonly BulkItem<unknown>[]) {
  const text = String(items.filter(item => item.allowed).length);
  const guards = items.flatMap(({ plan }) => (plan?.guard === undefined ? [] : [plan.guard]));
  const approval = guards.find(guard => guard.kind === 'approval');
  if (approval !== undefined) return approval;
  const typed = guards.find(guard => guard.kind === 'typed');
  return typed && { ...typed, text };
}

function BulkList<I>(props: {
  items: readonly BulkItem<I>[];
  targetOf(input: I): OperationTarget;
}) {
  const { items, targetOf } = props;
  const { t } = useTranslationRef(uiTranslationRef);
  const label = (allowed: boolean | undefined) => {
    if (allowed === undefined) return t('operation.bulkChecking');
    return t(allowed ? 'operation.bulkWill' : 'operation.bulkSkipped');
  };
  return (
    <Box
      component="ul"
      tabIndex={0}
      aria-label={t('operation.bulkObjects')}
      sx={{ listStyle: 'none', m: 0, p: 0, maxHeight: '44vh', overflow: 'auto' }}
    >
      {items.map(({ input, allowed, reason, plan }) => {
        const target = targetOf(input);
        const health = allowed === undefined ? 'unknown' : allowed ? 'ok' : 'idle';
        return (
          <Box
            component="li"
            key={targetKey(target)}
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              columnGap: 1.5,
              py: 0.75,
              borderBottom: 1,
              borderColor: 'divider',
              typography: 'body2',
            }}
          >
            <Box sx={{ width: 116, flex: 'none' }}>
              <StatusChip health={health} label={label(allowed)} variant="plain" />
            </Box>
            <Box component="span" sx={{ overflowWrap: 'anywhere' }}>
              {plan?.summary ?? formatTarget(target)}
            </Box>
            <Box component="span" sx={{ color: 'text.secondary' }}>
              {formatPlace(target)}
            </Box>
            {[reason, ...(plan?.warnings ?? [])].map(
              text =>
                text !== undefined && (
                  <Box key={text} sx={{ flexBasis: '100%', color: 'text.secondary' }}>
                    {text}
                  </Box>
                ),
            )}
          </Box>
        );
      })}
    </Box>
  );
}
