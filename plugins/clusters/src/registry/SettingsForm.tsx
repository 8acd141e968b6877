import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { PairEditor } from '../operations/forms/PairEditor';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { settingsProblems, type SettingsFields } from './clusterSettings';

export interface SettingsFormProps {
  fields: SettingsFields;
  onChange(fields: SettingsFields): void;
  /** The name stays what it is. */
  named?: boolean;
}

/** What a cluster is called, and whose it is. */
export function SettingsForm({ fields, onChange, named = false }: SettingsFormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const set = (patch: Partial<SettingsFields>) => onChange({ ...fields, ...patch });
  const problems = settingsProblems(fields);
  const off = { spellCheck: false, autoComplete: 'off' };
  return (
    <Stack gap={2}>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' },
          alignItems: 'start',
        }}
      >
        {!named && (
          <TextField
            size="small"
            required
            label={t('registry.name')}
            value={fields.name}
            error={problems.name === 'invalid'}
            helperText={t(
              problems.name === 'invalid' ? 'registry.nameInvalid' : 'registry.nameHint',
            )}
            onChange={event => set({ name: event.target.value })}
            inputProps={off}
          />
        )}
        <TextField
          size="small"
          label={t('registry.title')}
          value={fields.title}
          helperText={t('registry.titleHint')}
          onChange={event => set({ title: event.target.value })}
          inputProps={{ autoComplete: 'off' }}
        />
        <TextField
          size="small"
          label={t('registry.owner')}
          value={fields.owner}
          error={problems.owner !== undefined}
          helperText={t(problems.owner ? 'registry.ownerInvalid' : 'registry.ownerHint')}
          onChange={event => set({ owner: event.target.value })}
          inputProps={off}
        />
        <TextField
          size="small"
          label={t('registry.namespaces')}
          value={fields.namespaces}
          helperText={t('registry.namespacesHint')}
          onChange={event => set({ namespaces: event.target.value })}
          inputProps={off}
        />
      </Box>
      <PairEditor
        title={t('registry.labels')}
        initial={fields.labels}
        onChange={labels => set({ labels })}
      />
      <Typography variant="caption" color="text.secondary">
        {t('registry.labelsHint')}
      </Typography>
    </Stack>
  );
}
