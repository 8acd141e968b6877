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
import { ParameterField } from './ParameterField';
import { draftProblems, startDraft, startInput } from './startDraft';
import { WorkspaceField } from './WorkspaceField';

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
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const presets = usePresets(definition);
  const named = presets.data?.items.find(({ id }) => id === preset);
  // Once, as soon as it is known: what a person writes then stays.
  const [applied, setApplied] = useState('');
  if (named !== undefined && applied !== named.id) {
    setApplied(named.id);
    setDraft(presetDraft(definition, named));
  }
  const problems = draftProblems(definition, draft);
  const input = useMemo(() => startInput(definition, draft), [definition, draft]);
  const touch = (key: string) => setTouched(keys => new Set([...keys, key]));
  const problemOf = (key: string) => {
    const problem = touched.has(key) ? problems.get(key) : undefined;
    return problem === undefined ? undefined : t(`problem.${problem}`);
  };
  const lacking = [...problems.keys()].map(key => key.replace(/^(param|workspace) /, ''));
  return (
    <OperationDialog
      say={say}
      operations={operations}
      contract={pipelineOperations.startRun}
      input={input}
      inputHint={t('start.lacking', { names: lacking.join(', ') })}
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
      {definition.params.map(spec => (
        <ParameterField
          key={spec.name}
          spec={spec}
          value={draft.params[spec.name] ?? ''}
          problem={problemOf(`param ${spec.name}`)}
          onBlur={() => touch(`param ${spec.name}`)}
          onChange={text =>
            setDraft(each => ({ ...each, params: { ...each.params, [spec.name]: text } }))
          }
        />
      ))}
      {definition.workspaces.map(spec => (
        <WorkspaceField
          key={spec.name}
          spec={spec}
          value={draft.workspaces[spec.name] ?? { kind: 'none', text: '' }}
          problem={problemOf(`workspace ${spec.name}`)}
          onBlur={() => touch(`workspace ${spec.name}`)}
          onChange={value =>
            setDraft(each => ({ ...each, workspaces: { ...each.workspaces, [spec.name]: value } }))
          }
        />
      ))}
      {definition.engine === 'tekton' && (
        <TextField
          size="small"
          label={t('start.serviceAccount')}
          value={draft.serviceAccount}
          error={problemOf('serviceAccount') !== undefined}
          helperText={problemOf('serviceAccount') ?? t('start.serviceAccountHint')}
          onBlur={() => touch('serviceAccount')}
          onChange={event => setDraft(each => ({ ...each, serviceAccount: event.target.value }))}
        />
      )}
    </OperationDialog>
  );
}
