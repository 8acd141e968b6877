import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';

export interface ChoiceFieldProps {
  label: string;
  options: readonly string[];
  value: string;
  error?: boolean;
  helperText?: string;
  onChange(value: string): void;
}

/** One of these, or what one types. */
export function ChoiceField(props: ChoiceFieldProps) {
  const { label, options, value, error, helperText, onChange } = props;
  return (
    <Autocomplete
      freeSolo
      size="small"
      disableClearable
      options={options}
      value={value}
      inputValue={value}
      onInputChange={(_, typed) => onChange(typed)}
      renderInput={params => <TextField {...params} {...{ label, error, helperText }} />}
    />
  );
}
