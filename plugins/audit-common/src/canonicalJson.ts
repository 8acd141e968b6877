/**
 * A JSON value in the one form that RFC 8785 (JCS) gives it: no white space, keys sorted by their UTF-16 code units, numbers and
 * strings as ECMAScript writes them. Fields that are `undefined` are left out, as `JSON.stringify` does.
 *
 * @throws TypeError for what JSON cannot hold: infinite numbers, functions
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string')
    return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value))
    return `[${value.map(item => canonicalJson(item === undefined ? null : item)).join(',')}]`;
  if (typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  throw new TypeError(`JSON cannot hold a ${typeof value}`);
}
