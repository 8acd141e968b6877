import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import IconButton from '@mui/material/IconButton';
import Stack from '@mui/material/Stack';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { fonts } from '@kubemate/ui';
import { RiArrowGoBackLine, RiDeleteBinLine, RiDownloadLine } from '@remixicon/react';
import { clustersTranslationRef } from '../../translations/clustersTranslationRef';
import { fromBase64, isChanged, sizeOf, type ConfigEntry, type ConfigValue } from './configDraft';
import { downloadBytes } from './downloadBytes';

export interface ConfigEntryFieldProps {
  entry: ConfigEntry;
  sizeText(size: number | string): string;
  onChange(after: ConfigValue | undefined): void;
  /** Takes a new key out again. */
  onForget(): void;
}

/** One key with its value. */
export function ConfigEntryField(props: ConfigEntryFieldProps) {
  const { entry, onChange, onForget } = props;
  const { key, before, after } = entry;
  const { t } = useTranslationRef(clustersTranslationRef);
  const note = () => {
    if (after === undefined) return t('operations.configRemoved');
    if (before === undefined) return t('operations.configNew');
    return isChanged(entry) ? t('operations.configChanged') : undefined;
  };
  return (
    <Box>
      <Stack direction="row" alignItems="center" gap={1} sx={{ minHeight: 32 }}>
        <Typography
          variant="subtitle2"
          component="h3"
          sx={{
            overflowWrap: 'anywhere',
            textDecoration: after === undefined ? 'line-through' : undefined,
          }}
        >
          {key}
        </Typography>
        <Typography variant="caption" color="text.secondary" sx={{ flex: 1 }}>
          {note()}
        </Typography>
        {after !== undefined && after.kind !== 'hidden' && (
          <IconButton
            aria-label={t('operations.configDownload', { key })}
            onClick={() =>
              downloadBytes({
                name: key,
                bytes:
                  after.kind === 'text'
                    ? new TextEncoder().encode(after.text)
                    : fromBase64(after.base64),
              })
            }
          >
            <RiDownloadLine size={16} />
          </IconButton>
        )}
        {before !== undefined && isChanged(entry) && (
          <IconButton
            aria-label={t('operations.configRestore', { key })}
            onClick={() => onChange(before)}
          >
            <RiArrowGoBackLine size={16} />
          </IconButton>
        )}
        {after !== undefined && (
          <IconButton
            aria-label={t('operations.configRemove', { key })}
            onClick={() => (before === undefined ? onForget() : onChange(undefined))}
          >
            <RiDeleteBinLine size={16} />
          </IconButton>
        )}
      </Stack>
      {after !== undefined && <ValueField {...props} value={after} />}
    </Box>
  );
}

function ValueField(props: ConfigEntryFieldProps & { value: ConfigValue }) {
  const { entry, value, sizeText, onChange } = props;
  const { t } = useTranslationRef(clustersTranslationRef);
  if (value.kind === 'text')
    return (
      <TextField
        fullWidth
        multiline
        size="small"
        maxRows={12}
        value={value.text}
        onChange={event => onChange({ kind: 'text', text: event.target.value })}
        inputProps={{
          'aria-label': t('operations.configValue', { key: entry.key }),
          spellCheck: false,
          style: { fontFamily: fonts.mono, fontSize: 12.5 },
        }}
      />
    );
  const size = sizeText(sizeOf(value));
  return (
    <Stack direction="row" alignItems="center" gap={1}>
      <Typography variant="body2" color="text.secondary">
        {t(value.kind === 'hidden' ? 'operations.configHidden' : 'operations.configBinary', {
          size,
        })}
      </Typography>
      <Button onClick={() => onChange({ kind: 'text', text: '' })}>
        {t('operations.configReplace', { key: entry.key })}
      </Button>
    </Stack>
  );
}
