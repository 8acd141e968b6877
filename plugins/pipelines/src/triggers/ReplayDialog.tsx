import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { EventListener, Trigger } from '@kubemate/plugin-pipelines-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import TextField from '@mui/material/TextField';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { startedRun } from '../operations/startedRun';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { useSay } from '../board/useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { replayDraft, replayInput } from './replayDraft';

/** Sends a payload through a trigger: the plan says what each interceptor does with it, and shows the run. */
export function ReplayDialog(props: {
  listener: EventListener;
  trigger: Trigger;
  group?: string;
  opener: HTMLElement;
  onClose(): void;
}) {
  const { listener, trigger, group, opener, onClose } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const links = useLinks();
  const navigate = useNavigate();
  const note = useNoteReceipt();
  const [draft, setDraft] = useState(() => replayDraft(trigger));
  const input = useMemo(
    () => replayInput(listener, { name: trigger.name, group }, draft),
    [listener, trigger.name, group, draft],
  );
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={pipelineOperations.replayTrigger}
      input={input}
      inputHint={t('triggers.badBody')}
      title={t('triggers.replayOf', { trigger: trigger.name, listener: listener.name })}
      runLabel={t('triggers.run')}
      opener={opener}
      onClose={onClose}
      onReceipt={receipt => {
        note(receipt);
        const made = startedRun(receipt);
        if (made !== undefined) navigate(links.run(made));
      }}
    >
      <TextField
        size="small"
        multiline
        minRows={6}
        maxRows={14}
        label={t('triggers.body')}
        value={draft.body}
        error={input === undefined}
        helperText={input === undefined ? t('triggers.badBody') : t('triggers.bodyHint')}
        onChange={event => setDraft({ ...draft, body: event.target.value })}
        inputProps={{ spellCheck: false, maxLength: 500_000 }}
        sx={{ '& textarea': { fontFamily: 'monospace', fontSize: 13 } }}
      />
      <TextField
        size="small"
        label={t('triggers.eventHeader')}
        helperText={t('triggers.eventHint')}
        value={draft.event}
        onChange={event => setDraft({ ...draft, event: event.target.value })}
      />
    </OperationDialog>
  );
}
