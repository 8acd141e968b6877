import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { RunInput, RunRef } from '@kubemate/plugin-pipelines-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import { useMemo, useState } from 'react';
import { ReasonField } from '../board/ReasonField';
import { ParameterField } from '../definitions/ParameterField';
import { useSay } from '../board/useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { answerDraft, answerInput, lackingValues, type Decision } from './answerDraft';
import { useAnswerWords } from './useAnswerWords';
import { useNoteReceipt } from './useNoteReceipt';

export interface AnswerDialogProps {
  run: RunRef;
  input: RunInput;
  decision: Decision;
  opener: HTMLElement | null;
  onClose(): void;
}

/** Lets a run go on, with what it asks for, or ends it. What that does is shown before it is done. */
export function AnswerDialog({ run, input, decision, opener, onClose }: AnswerDialogProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [draft, setDraft] = useState(() => answerDraft(input));
  const [reason, setReason] = useState('');
  const words = useAnswerWords(run, input);
  const lacking = lackingValues(input, { decision, draft });
  const asked = useMemo(
    () => answerInput({ run, input }, { decision, draft, reason }),
    [run, input, decision, draft, reason],
  );
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={pipelineOperations.answerInput}
      input={lacking.length > 0 ? undefined : asked}
      inputHint={t('start.lacking', { names: lacking.join(', ') })}
      title={t('actions.titleOf', {
        action: words[decision],
        name: run.name,
      })}
      runLabel={words[decision]}
      opener={opener}
      onClose={onClose}
      onReceipt={note}
    >
      {decision === 'proceed' &&
        input.params.map(spec => (
          <ParameterField
            key={spec.name}
            spec={spec}
            value={draft[spec.name] ?? ''}
            problem={undefined}
            onBlur={() => {}}
            onChange={text => setDraft(each => ({ ...each, [spec.name]: text }))}
          />
        ))}
      <ReasonField
        label={t('answer.reason')}
        hint={t('answer.reasonHint')}
        value={reason}
        onChange={setReason}
      />
    </OperationDialog>
  );
}
