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

/** A field for one parameter: a choice where only some values are allowed, lines for arrays and objects. */
export function ParameterField({ spec, value, problem, onBlur, onChange }: ParameterFieldProps) {
  const { t } = useTranslationRef(pipelinesTranslationRef);
  const isChoice = spec.type === 'string' && spec.enum !== undefined;
  const hints = [spec.description ?? [], spec.type === 'string' ? [] : t(`start.${spec.type}Hint`)];
  return (
    <TextField
      size="small"
      select={isChoice}
      multiline={spec.type !== 'string'}
      minRows={spec.type === 'string' ? undefined : 2}
      maxRows={8}
      label={spec.name}
      required={spec.default === undefined}
      value={value}
      error={problem !== undefined}
      helperText={problem ?? hints.flat().join(' · ')}
      onBlur={onBlur}
      onChange={event => onChange(event.target.value)}
    >
      {isChoice
        ? spec.enum?.map(option => (
            <MenuItem key={option} value={option}>
              {option}
            </MenuItem>
          ))
        : null}
    </TextField>
  );
}
