import type { JsonObject, JsonValue } from '@backstage/types';

/** Names of fields that hold secrets, however a template calls them. */
const SECRET_NAME = /passw(?:or)?d|passphrase|secret|token|credential|private.?key|api.?key/i;
/** A shorter one is found in texts by chance. */
const SHORTEST = 4;

/** Values that may be written down, and the paths of those that were left out. */
export interface PublicValues {
  readonly values: JsonObject;
  readonly dropped: readonly string[];
}

/** Leaves out of what was filled in whatever is called like a secret, and whatever holds a secret of the task. */
export function withoutSecrets(
  values: JsonObject,
  secrets: Readonly<Record<string, string | undefined>>,
): PublicValues {
  const known = Object.values(secrets)
    .filter(secret => secret !== undefined)
    .filter(secret => secret.length >= SHORTEST);
  const dropped: string[] = [];
  const holdsSecret = (text: string) => known.some(secret => text.includes(secret));

  function keep(value: JsonValue, path: string): JsonValue | undefined {
    if (typeof value === 'string' && holdsSecret(value)) {
      dropped.push(path);
      return undefined;
    }
    if (Array.isArray(value))
      return value
        .map((each, index) => (each === undefined ? undefined : keep(each, `${path}.${index}`)))
        .filter(each => each !== undefined);
    return typeof value === 'object' && value !== null ? keepFields(value, `${path}.`) : value;
  }
  function keepFields(from: JsonObject, prefix: string): JsonObject {
    const kept: JsonObject = {};
    for (const [name, value] of Object.entries(from)) {
      if (SECRET_NAME.test(name) || holdsSecret(name)) {
        dropped.push(`${prefix}${SECRET_NAME.test(name) ? name : 'a field'}`);
        continue;
      }
      const left = value === undefined ? undefined : keep(value, `${prefix}${name}`);
      if (left !== undefined) kept[name] = left;
    }
    return kept;
  }
  return { values: keepFields(values, ''), dropped };
}
