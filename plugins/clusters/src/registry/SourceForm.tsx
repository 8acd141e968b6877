import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CodeBlock } from '@kubemate/ui';
import Button from '@mui/material/Button';
import MenuItem from '@mui/material/MenuItem';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import Typography from '@mui/material/Typography';
import { RiUploadLine } from '@remixicon/react';
import { clustersTranslationRef } from '../translations/clustersTranslationRef';
import { outlineKubeconfig, WAYS, type SourceFields, type Way } from './clusterSource';

/** Prints one context with everything in it, instead of the paths of files that the portal cannot read. */
const VIEW_COMMAND = 'kubectl config view --raw --flatten --minify';

export interface SourceFormProps {
  way: Way;
  onWayChange(way: Way): void;
  fields: SourceFields;
  onChange(fields: SourceFields): void;
}

/** The three ways in which a cluster is given to the portal. */
export function SourceForm({ way, onWayChange, fields, onChange }: SourceFormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const set = (patch: Partial<SourceFields>) => onChange({ ...fields, ...patch });
  return (
    <Stack gap={2}>
      <ToggleButtonGroup
        exclusive
        value={way}
        aria-label={t('registry.way')}
        onChange={(_, value: Way | null) => value && onWayChange(value)}
        sx={{ flexWrap: 'wrap' }}
      >
        {WAYS.map(id => (
          <ToggleButton key={id} value={id}>
            {t(`registry.ways.${id}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {way === 'kubeconfig' && <KubeconfigFields fields={fields} set={set} />}
      {way === 'token' && <TokenFields fields={fields} set={set} />}
      {way === 'in-cluster' && (
        <Typography variant="body2" color="text.secondary">
          {t('registry.inClusterHint')}
        </Typography>
      )}
    </Stack>
  );
}

interface FieldsProps {
  fields: SourceFields;
  set(patch: Partial<SourceFields>): void;
}

function KubeconfigFields({ fields, set }: FieldsProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  const { contexts, current = '' } = outlineKubeconfig(fields.kubeconfig);
  const upload = async (file: File | undefined) => {
    if (file !== undefined) set({ kubeconfig: await file.text(), context: '' });
  };
  return (
    <>
      <Typography variant="body2" color="text.secondary">
        {t('registry.kubeconfigHint')}
      </Typography>
      <CodeBlock command code={VIEW_COMMAND} />
      <TextField
        size="small"
        multiline
        minRows={8}
        maxRows={16}
        label={t('registry.kubeconfig')}
        value={fields.kubeconfig}
        onChange={event => set({ kubeconfig: event.target.value, context: '' })}
        inputProps={{ spellCheck: false, autoComplete: 'off', sx: { fontFamily: 'monospace' } }}
      />
      <Stack direction="row" gap={1.5} flexWrap="wrap" alignItems="center">
        <Button component="label" variant="outlined" startIcon={<RiUploadLine size={16} />}>
          {t('registry.chooseFile')}
          <input
            type="file"
            hidden
            aria-label={t('registry.chooseFile')}
            onChange={event => void upload(event.target.files?.[0])}
          />
        </Button>
        {contexts.length > 0 && (
          <TextField
            select
            size="small"
            label={t('registry.context')}
            value={fields.context || current}
            onChange={event => set({ context: event.target.value })}
            sx={{ minWidth: 200, maxWidth: 1 }}
          >
            {contexts.map(name => (
              <MenuItem key={name} value={name}>
                {name}
              </MenuItem>
            ))}
          </TextField>
        )}
      </Stack>
    </>
  );
}

function TokenFields({ fields, set }: FieldsProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  return (
    <>
      <TextField
        size="small"
        label={t('registry.server')}
        value={fields.server}
        placeholder="https://10.0.0.1:6443"
        onChange={event => set({ server: event.target.value })}
        inputProps={{ spellCheck: false, autoComplete: 'off', inputMode: 'url' }}
      />
      <TextField
        size="small"
        type="password"
        label={t('registry.token')}
        value={fields.token}
        helperText={t('registry.tokenHint')}
        onChange={event => set({ token: event.target.value })}
        // A password manager must not offer to keep it.
        inputProps={{ autoComplete: 'new-password', 'data-1p-ignore': true }}
      />
      <TextField
        size="small"
        multiline
        minRows={3}
        maxRows={8}
        label={t('registry.ca')}
        value={fields.ca}
        helperText={t('registry.caHint')}
        onChange={event => set({ ca: event.target.value })}
        inputProps={{ spellCheck: false, sx: { fontFamily: 'monospace' } }}
      />
      <TextField
        size="small"
        label={t('registry.serverName')}
        value={fields.serverName}
        helperText={t('registry.serverNameHint')}
        onChange={event => set({ serverName: event.target.value })}
        inputProps={{ spellCheck: false, autoComplete: 'off' }}
      />
    </>
  );
}
