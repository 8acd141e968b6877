import { InputError } from '@backstage/errors';

const SEGMENT = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;
const MAX_KEY = 800;

/**
 * Holds a key to what every driver can keep: segments of letters, digits and `._-`, joined by slashes.
 * @throws InputError for any other, `..` and empty segments among them
 */
export function checkKey(key: string): string {
  if (key.length > MAX_KEY || !key.split('/').every(segment => SEGMENT.test(segment)))
    throw new InputError(`"${key.slice(0, 80)}" cannot be the key of an object`);
  return key;
}
