import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { DefinitionDetail, RunPreset } from '@kubemate/plugin-pipelines-common';
import { OperationDialog, operationsApiRef } from '@kubemate/ui';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useMemo, useState } from 'react';
import { entityName } from '../approvals/entityName';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { useSay } from '../board/useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

export interface SavePresetDialogProps {
  definition: DefinitionDetail;
  values: Pick<RunPreset, 'params' | 'workspaces' | 'serviceAccount'>;
  /** The one that is chosen: saving under its name replaces it. */
  chosen: RunPreset | undefined;
  groups: readonly string[];
  opener: HTMLElement | null;
  onClose(): void;
  onSaved(id: string | undefined): void;
}

/** Keeps what the form says under a name, for oneself or for a group. */
export function SavePresetDialog(props: SavePresetDialogProps) {
  const { definition, values, chosen, groups, opener, onClose, onSaved } = props;
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const [name, setName] = useState(chosen?.name ?? '');
  const [group, setGroup] = useState(
    chosen !== undefined && groups.includes(chosen.owner) ? chosen.owner : '',
  );
  const { engine, place, folder, name: pipeline } = definition;
  // Named one by one: the form has passwords as well.
  const { params, workspaces, serviceAccount } = values;
  const input = useMemo(() => {
    const trimmed = name.trim();
    if (trimmed === '') return undefined;
    const at = { engine, place, folder, pipeline, name: trimmed };
    return { ...at, params, workspaces, serviceAccount, ...(group !== '' && { group }) };
  }, [engine, place, folder, pipeline, name, group, params, workspaces, serviceAccount]);
  return (
    <OperationDialog
      say={say}
      {...{ operations, input, opener, onClose }}
      contract={pipelineOperations.savePreset}
      inputHint={t('presets.lacking')}
      title={t('presets.save')}
      onReceipt={receipt => {
        note(receipt);
        const output: unknown = receipt.output;
        const id: unknown = Object(output).preset;
        if (receipt.status === 'succeeded') onSaved(typeof id === 'string' ? id : undefined);
      }}
    >
      <TextField
        size="small"
        required
        label={t('presets.name')}
        value={name}
        inputProps={{ maxLength: 100 }}
        onChange={event => setName(event.target.value)}
      />
      <TextField
        select
        size="small"
        label={t('presets.for')}
        value={group}
        helperText={t('presets.noPasswords')}
        SelectProps={{ displayEmpty: true }}
        InputLabelProps={{ shrink: true }}
        onChange={event => setGroup(event.target.value)}
      >
        <MenuItem value="">{t('presets.mine')}</MenuItem>
        {groups.map(each => (
          <MenuItem key={each} value={each}>
            {t('presets.ofGroup', { group: entityName(each) })}
          </MenuItem>
        ))}
      </TextField>
    </OperationDialog>
  );
}
