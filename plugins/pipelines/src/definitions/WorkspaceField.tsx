import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { WorkspaceSpec } from '@kubemate/plugin-pipelines-common';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';
import { BINDINGS, type WorkspaceDraft } from './startDraft';

export interface WorkspaceFieldProps {
  spec: WorkspaceSpec;
  value: WorkspaceDraft;
  problem: string | undefined;
  onBlur(): void;
  onChange(value: WorkspaceDraft): void;
}

/** What a workspace is bound to: a kind of volume, and which or how large. */
export function WorkspaceField({ spec, value, problem, onBlur, onChange }: WorkspaceFieldProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const kinds = BINDINGS.filter(kind => kind !== 'none' || spec.optional);
  const hasText = value.kind !== 'none' && value.kind !== 'emptyDir';
  const textLabel = value.kind === 'volumeClaimTemplate' ? t('start.size') : t('start.name');
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 1.5,
        gridTemplateColumns: { xs: '1fr', sm: hasText ? '1fr 1fr' : '1fr' },
      }}
    >
      <TextField
        select
        size="small"
        label={t('start.workspace', { name: spec.name })}
        required={!spec.optional}
        value={value.kind}
        helperText={spec.description}
        onChange={event => {
          const kind = BINDINGS.find(each => each === event.target.value) ?? value.kind;
          onChange({ kind, text: kind === 'volumeClaimTemplate' ? '1Gi' : '' });
        }}
      >
        {kinds.map(kind => (
          <MenuItem key={kind} value={kind}>
            {t(`binding.${kind}`)}
          </MenuItem>
        ))}
      </TextField>
      {hasText && (
        <TextField
          size="small"
          required
          label={textLabel}
          value={value.text}
          error={problem !== undefined}
          helperText={problem}
          onBlur={onBlur}
          onChange={event => onChange({ ...value, text: event.target.value })}
        />
      )}
    </Box>
  );
}
