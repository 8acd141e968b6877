import Autocomplete from '@mui/material/Autocomplete';
import Chip from '@mui/material/Chip';
import TextField from '@mui/material/TextField';
import type { SxProps, Theme } from '@mui/material/styles';
import { useState } from 'react';
import { compactInput } from './compactInput';

export interface TagsFieldProps {
  label: string;
  value: readonly string[];
  onChange(value: readonly string[]): void;
  options?: readonly string[];
  helperText?: string;
  error?: string;
  placeholder?: string;
  sx?: SxProps<Theme>;
}

/** Several short names. Enter, a comma, a space or leaving the field takes over what was typed. */
export function TagsField(props: TagsFieldProps) {
  const { label, value, onChange, options = [], helperText, error, placeholder, sx } = props;
  const [text, setText] = useState('');
  const add = (words: string) => onChange(mergeTags(value, words));
  return (
    <Autocomplete
      multiple
      freeSolo
      size="small"
      options={options.filter(option => !value.includes(option))}
      value={[...value]}
      inputValue={text}
      onChange={(_, next) => onChange(mergeTags([], next.join(' ')))}
      onInputChange={(_, next) => {
        if (/[\s,]$/.test(next)) {
          add(next);
          setText('');
        } else setText(next);
      }}
      onBlur={() => {
        if (text.trim() === '') return;
        add(text);
        setText('');
      }}
      renderTags={(tags, tagProps) =>
        tags.map((tag, index) => {
          const { key, ...rest } = tagProps({ index });
          return <Chip key={key} label={tag} {...rest} />;
        })
      }
      renderInput={params => (
        <TextField
          {...params}
          InputProps={{ ...params.InputProps, sx: compactInput }}
          label={label}
          placeholder={value.length === 0 ? placeholder : undefined}
          error={error !== undefined}
          helperText={error ?? helperText}
        />
      )}
      sx={sx}
    />
  );
}

/** The values with the words of a text behind them, each once. */
export function mergeTags(value: readonly string[], text: string): readonly string[] {
  return [...new Set([...value, ...text.split(/[\s,]+/).filter(Boolean)])];
}
