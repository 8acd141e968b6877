import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ParameterSpec } from '@kubemate/plugin-pipelines-common';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { pipelinesTranslationRef } from '../translations/pipelinesTranslationRef';

export interface ParameterFieldProps {
  spec: ParameterSpec;
  value: string;
  problem: string | undefined;
  onBlur(): void;
  onChange(text: string): void;
}

/** A field for one parameter: a choice where only some values are allowed, lines for arrays and objects, dots for a password. */
export function ParameterField({ spec, value, problem, onBlur, onChange }: ParameterFieldProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const { type } = spec;
  const options = optionsOf(spec);
  const isLong = type === 'array' || type === 'object' || type === 'text';
  const hint =
    type === 'array' || type === 'object' || type === 'password' ? t(`start.${type}Hint`) : [];
  const hints = [spec.description ?? [], hint];
  return (
    <TextField
      size="small"
      select={options !== undefined}
      multiline={isLong}
      minRows={isLong ? 2 : undefined}
      maxRows={isLong ? 8 : undefined}
      type={type === 'password' ? 'password' : undefined}
      autoComplete={type === 'password' ? 'new-password' : undefined}
      label={spec.name}
      required={spec.default === undefined}
      value={value}
      error={problem !== undefined}
      helperText={problem ?? hints.flat().join(' · ')}
      onBlur={onBlur}
      onChange={event => onChange(event.target.value)}
    >
      {options?.map(option => (
        <MenuItem key={option} value={option}>
          {option}
        </MenuItem>
      ))}
    </TextField>
  );
}

function optionsOf({ type, enum: allowed }: ParameterSpec): readonly string[] | undefined {
  if (type === 'boolean') return ['true', 'false'];
  return type === 'string' ? allowed : undefined;
}
