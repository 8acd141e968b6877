import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { DefinitionDetail } from '@kubemate/plugin-pipelines-common';
import { OperationDialog, operationsApiRef, PartialBanner } from '@kubemate/ui';
import TextField from '@mui/material/TextField';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../links/useLinks';
import { startedRun } from '../operations/startedRun';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { PresetBar } from '../presets/PresetBar';
import { presetDraft } from '../presets/presetDraft';
import { usePresets } from '../presets/usePresets';
import { useSay } from '../board/useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { DefinitionFields } from './DefinitionFields';
import { startDraft, startInput } from './startDraft';
import { useDraftProblems } from './useDraftProblems';

export interface StartRunDialogProps {
  definition: DefinitionDetail;
  opener: HTMLElement | null;
  /** Id of the preset that the form begins with; empty where none is chosen. */
  preset: string;
  onPreset(id: string): void;
  onClose(): void;
}

/** The form of a new run, made from what its Pipeline asks for. What it will do is shown before it is done. */
export function StartRunDialog(props: StartRunDialogProps) {
  const { definition, opener, preset, onPreset, onClose } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const links = useLinks();
  const navigate = useNavigate();
  const note = useNoteReceipt();
  const [draft, setDraft] = useState(() => startDraft(definition));
  const presets = usePresets(definition);
  const named = presets.data?.items.find(({ id }) => id === preset);
  // Once, as soon as it is known: what a person writes then stays.
  const [applied, setApplied] = useState('');
  if (named !== undefined && applied !== named.id) {
    setApplied(named.id);
    setDraft(presetDraft(definition, named));
  }
  const form = useDraftProblems(definition, draft);
  const input = useMemo(() => startInput(definition, draft), [definition, draft]);
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={pipelineOperations.startRun}
      input={input}
      inputHint={t('start.lacking', { names: form.lacking.join(', ') })}
      title={t('start.title', { name: definition.name })}
      runLabel={t('start.run')}
      opener={opener}
      onClose={onClose}
      onReceipt={receipt => {
        note(receipt);
        const made = startedRun(receipt);
        if (made !== undefined) navigate(links.run(made));
      }}
    >
      <PresetBar
        definition={definition}
        chosen={preset}
        values={input}
        onChoose={chosen => {
          setApplied(chosen?.id ?? '');
          setDraft(chosen === undefined ? startDraft(definition) : presetDraft(definition, chosen));
          onPreset(chosen?.id ?? '');
        }}
      />
      {preset !== '' && presets.data !== undefined && named === undefined && (
        <PartialBanner severity="info" title={t('presets.gone')} />
      )}
      <DefinitionFields definition={definition} draft={draft} form={form} onChange={setDraft} />
      {definition.engine === 'tekton' && (
        <TextField
          size="small"
          label={t('start.serviceAccount')}
          value={draft.serviceAccount}
          error={form.problemOf('serviceAccount') !== undefined}
          helperText={form.problemOf('serviceAccount') ?? t('start.serviceAccountHint')}
          onBlur={() => form.touch('serviceAccount')}
          onChange={event => setDraft(each => ({ ...each, serviceAccount: event.target.value }))}
        />
      )}
    </OperationDialog>
  );
}
