import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import type { SxProps, Theme } from '@mui/material/styles';
import Typography from '@mui/material/Typography';
import { useState } from 'react';
import { useSubjects } from '../api/queries';
import { shortRef } from '../links/EntityLink';
import { tenantsTranslationRef } from '../translations/tenantsTranslationRef';
import { compactInput } from './compactInput';

interface Option {
  readonly ref: string;
  readonly title?: string;
}

export interface SubjectPickerProps {
  label: string;
  /** Entity ref, or what else may be written; empty where nobody is chosen. */
  value: string;
  onChange(ref: string): void;
  /** Offers these kinds only. */
  kind?: 'user' | 'group';
  /** Takes a name that the catalog does not have, such as `serviceaccount:shop/default`. */
  free?: boolean;
  error?: string;
  helperText?: string;
  sx?: SxProps<Theme>;
}

/** Finds a person or a group of the catalog by a part of their name. */
export function SubjectPicker(props: SubjectPickerProps) {
  const { label, value, onChange, kind, free = false, error, helperText, sx } = props;
  const { t } = useTranslationRef(tenantsTranslationRef);
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const found = useSubjects(text, { enabled: open });
  const options: readonly Option[] = (found.data?.items ?? []).filter(
    ({ ref }) => kind === undefined || ref.startsWith(`${kind}:`),
  );
  const chosen: Option | null =
    value === '' ? null : (options.find(({ ref }) => ref === value) ?? { ref: value });
  return (
    <Autocomplete<Option, false, false, boolean>
      size="small"
      freeSolo={free}
      autoSelect={free}
      options={options}
      value={chosen}
      open={open}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      filterOptions={all => all}
      loading={found.isFetching}
      loadingText={t('picker.searching')}
      noOptionsText={found.isError ? t('picker.failed') : t('picker.nobody')}
      getOptionLabel={option => (typeof option === 'string' ? option : shortRef(option.ref))}
      isOptionEqualToValue={(option, other) => option.ref === other.ref}
      onInputChange={(_, next, reason) => setText(reason === 'input' ? next : '')}
      onChange={(_, next) =>
        onChange(
          next === null ? '' : typeof next === 'string' ? withNamespace(next.trim()) : next.ref,
        )
      }
      renderOption={(itemProps, { ref, title }) => (
        <li {...itemProps} key={ref}>
          <span>
            <Typography variant="body2" component="span" display="block">
              {title ?? shortRef(ref)}
            </Typography>
            <Typography variant="caption" color="text.secondary">
              {shortRef(ref)}
            </Typography>
          </span>
        </li>
      )}
      renderInput={params => (
        <TextField
          {...params}
          InputProps={{ ...params.InputProps, sx: compactInput }}
          label={label}
          onKeyDown={event => {
            // Takes over what is typed, before a form is sent without it.
            if (event.key === 'Enter' && text !== '') event.preventDefault();
          }}
          error={error !== undefined}
          helperText={error ?? helperText}
        />
      )}
      sx={sx}
    />
  );
}

/** `user:dana` is `user:default/dana`, as the catalog writes it in full. */
export function withNamespace(ref: string): string {
  return /^(user|group):[^/]+$/.test(ref) ? ref.replace(':', ':default/') : ref;
}
