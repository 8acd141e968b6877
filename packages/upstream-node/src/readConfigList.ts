import { InputError } from '@backstage/errors';
import { z } from 'zod';

/**
 * Reads a list of the configuration; nothing where the key is absent.
 * @throws InputError naming the key of each bad entry, or what is there twice, and no value of a secret
 */
export function readConfigList<S extends z.ZodType>(
  config: { getOptional(key: string): unknown },
  list: { key: string; entry: S; max: number; nameOf: (entry: z.output<S>) => string },
): readonly z.output<S>[] {
  const { key, entry, max, nameOf } = list;
  const parsed = z
    .array(entry)
    .max(max)
    .safeParse(config.getOptional(key) ?? []);
  if (!parsed.success)
    throw new InputError(
      parsed.error.issues
        .map(({ path, message }) => `${[key, ...path].join('.')}: ${message}`)
        .join('; '),
    );
  const names = parsed.data.map(nameOf);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new InputError(`${key}: ${twice} is there twice`);
  return parsed.data;
}
