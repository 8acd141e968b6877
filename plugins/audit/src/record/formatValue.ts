/** A field's value in one piece; a dash where the field is not there. */
export function formatValue(value: unknown): string {
  if (value === undefined || value === null) return '—';
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 1);
}
