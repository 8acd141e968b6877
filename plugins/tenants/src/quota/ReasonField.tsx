import TextField from '@mui/material/TextField';

export interface ReasonFieldProps {
  label: string;
  hint: string;
  value: string;
  onChange(value: string): void;
}

/** A few lines that the other side of a quota request will read. */
export function ReasonField({ label, hint, value, onChange }: ReasonFieldProps) {
  return (
    <TextField
      label={label}
      helperText={hint}
      value={value}
      onChange={event => onChange(event.target.value)}
      inputProps={{ maxLength: 500 }}
      size="small"
      multiline
      minRows={2}
    />
  );
}
