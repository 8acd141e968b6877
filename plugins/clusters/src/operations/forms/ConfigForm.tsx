import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { formatBytes } from '@kubemate/kube-common';
import { PartialBanner } from '@kubemate/ui';
import Button from '@mui/material/Button';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { RiAddLine, RiUploadLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { Fields } from '../../object/Fields';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { objectInput } from '../Subject';
import { configChanges, fromBytes, isConfigKey, readConfig, type ConfigEntry } from './configDraft';
import { ConfigEntryField } from './ConfigEntryField';
import type { FormProps } from './FormProps';

/** The keys of a ConfigMap or a Secret: values of several lines, and files as they are. */
export function ConfigForm({ subject, onInput }: FormProps) {
  const { t } = useTranslationRef(clustersTranslationRef);
  // What it had when the form was opened; what others change meanwhile is the plan's to show.
  const [entries, setEntries] = useState<readonly ConfigEntry[]>(() =>
    subject.object === undefined ? [] : readConfig(subject.object),
  );
  const [newKey, setNewKey] = useState('');
  useEffect(() => {
    const changes = configChanges(entries);
    onInput(changes && { object: objectInput(subject), ...changes });
  }, [entries]); // eslint-disable-line react-hooks/exhaustive-deps
  const put = (entry: ConfigEntry) =>
    setEntries(now =>
      now.some(({ key }) => key === entry.key)
        ? now.map(item => (item.key === entry.key ? { ...item, after: entry.after } : item))
        : [...now, entry],
    );
  const upload = async (files: FileList | null) => {
    for (const file of files ?? []) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      put({ key: file.name.replace(/[^-._a-zA-Z0-9]/g, '-'), after: fromBytes(bytes) });
    }
  };
  if (new Fields(subject.object).at('immutable').flag)
    return <PartialBanner severity="info" title={t('operations.configImmutable')} />;
  const taken = entries.some(({ key }) => key === newKey);
  return (
    <Stack gap={2} sx={{ pt: 1 }}>
      {entries.length === 0 && (
        <Typography variant="body2" color="text.secondary">
          {t('operations.configEmpty')}
        </Typography>
      )}
      {entries.map(entry => (
        <ConfigEntryField
          key={entry.key}
          entry={entry}
          sizeText={size => (typeof size === 'number' ? formatBytes(size) : size)}
          onChange={after => put({ key: entry.key, after })}
          onForget={() => setEntries(entries.filter(({ key }) => key !== entry.key))}
        />
      ))}
      <Stack direction="row" flexWrap="wrap" gap={1} alignItems="flex-start">
        <TextField
          size="small"
          label={t('operations.configKey')}
          helperText={t('operations.configAddHint')}
          value={newKey}
          error={newKey !== '' && (!isConfigKey(newKey) || taken)}
          onChange={event => setNewKey(event.target.value)}
          sx={{ flex: '0 1 240px' }}
        />
        <Button
          variant="outlined"
          startIcon={<RiAddLine size={16} />}
          disabled={!isConfigKey(newKey) || taken}
          onClick={() => {
            put({ key: newKey, after: { kind: 'text', text: '' } });
            setNewKey('');
          }}
        >
          {t('operations.configAdd')}
        </Button>
        <Button component="label" variant="outlined" startIcon={<RiUploadLine size={16} />}>
          {t('operations.configUpload')}
          <input
            type="file"
            hidden
            multiple
            aria-label={t('operations.configUpload')}
            onChange={event => void upload(event.target.files)}
          />
        </Button>
      </Stack>
    </Stack>
  );
}
