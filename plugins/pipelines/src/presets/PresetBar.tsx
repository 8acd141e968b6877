import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { pipelineOperations } from '@kubemate/plugin-pipelines-common';
import type { DefinitionDetail, RunPreset } from '@kubemate/plugin-pipelines-common';
import { describeError, OperationDialog, operationsApiRef } from '@kubemate/ui';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiDeleteBinLine, RiSaveLine } from '@remixicon/react';
import { useState } from 'react';
import { entityName } from '../approvals/entityName';
import { useNoteReceipt } from '../operations/useNoteReceipt';
import { useSay } from '../board/useSay';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { SavePresetDialog } from './SavePresetDialog';
import { usePresets } from './usePresets';

export interface PresetBarProps {
  definition: DefinitionDetail;
  /** Id of the one that is chosen; empty where none is. */
  chosen: string;
  /** What would be saved; undefined while the form is not complete. */
  values: Pick<RunPreset, 'params' | 'workspaces' | 'serviceAccount'> | undefined;
  onChoose(preset: RunPreset | undefined): void;
}

/** Chooses values that were saved, saves those of the form, deletes what is no longer wanted. */
export function PresetBar({ definition, chosen, values, onChoose }: PresetBarProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const say = useSay();
  const operations = useApi(operationsApiRef);
  const note = useNoteReceipt();
  const { data, error, refetch } = usePresets(definition);
  const [open, setOpen] = useState<{ what: 'save' | 'delete'; opener: HTMLElement }>();
  const items = data?.items ?? [];
  const preset = items.find(({ id }) => id === chosen);
  const close = () => setOpen(undefined);
  if (error)
    return (
      <Typography variant="body2" color="text.secondary">
        {t('presets.failed', { reason: describeError(error).message })}
      </Typography>
    );
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
      <TextField
        select
        size="small"
        label={t('presets.choose')}
        value={preset?.id ?? ''}
        SelectProps={{ displayEmpty: true }}
        InputLabelProps={{ shrink: true }}
        sx={{ flex: '1 1 200px' }}
        onChange={event => onChoose(items.find(({ id }) => id === event.target.value))}
      >
        <MenuItem value="">{t('presets.none')}</MenuItem>
        {items.map(({ id, name, owner }) => (
          <MenuItem key={id} value={id}>
            {owner.startsWith('group:')
              ? t('presets.shared', { name, group: entityName(owner) })
              : name}
          </MenuItem>
        ))}
      </TextField>
      <Button
        color="inherit"
        startIcon={<RiSaveLine size={16} />}
        disabled={values === undefined}
        onClick={event => setOpen({ what: 'save', opener: event.currentTarget })}
      >
        {t('presets.save')}
      </Button>
      {preset !== undefined && (
        <Button
          color="inherit"
          startIcon={<RiDeleteBinLine size={16} />}
          onClick={event => setOpen({ what: 'delete', opener: event.currentTarget })}
        >
          {t('presets.delete')}
        </Button>
      )}
      {open?.what === 'save' && values !== undefined && (
        <SavePresetDialog
          {...{ definition, values, chosen: preset, opener: open.opener }}
          groups={data?.groups ?? []}
          onClose={close}
          onSaved={async id => {
            const { data: after } = await refetch();
            onChoose(after?.items.find(each => each.id === id));
          }}
        />
      )}
      {open?.what === 'delete' && preset !== undefined && (
        <OperationDialog
          say={say}
          {...{ operations, opener: open.opener, onClose: close }}
          contract={pipelineOperations.deletePreset}
          input={{ preset: preset.id }}
          title={t('presets.deleteNamed', { name: preset.name })}
          runLabel={t('presets.delete')}
          onReceipt={receipt => {
            note(receipt);
            if (receipt.status !== 'succeeded') return;
            onChoose(undefined);
            void refetch();
          }}
        />
      )}
    </Box>
  );
}
