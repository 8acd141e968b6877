import TextField from '@mui/material/TextField';

export interface ReasonFieldProps {
  label: string;
  hint: string;
  value: string;
  onChange(value: string): void;
}

/** Why, in the words that others will read. */
export function ReasonField({ label, hint, value, onChange }: ReasonFieldProps) {
  return (
    <TextField
      size="small"
      multiline
      minRows={2}
      label={label}
      helperText={hint}
      value={value}
      onChange={event => onChange(event.target.value)}
      inputProps={{ maxLength: 500 }}
    />
  );
}
