import { InputError } from '@backstage/errors';
import { z } from 'zod';

/**
 * Reads a list of the configuration; nothing where the key is absent.
 * @throws InputError naming the key of each bad entry, or what is there twice, and no value of a secret
 */
export function readConfigList<S extends z.ZodType>(
  config: { getOptional(key: string): unknown },
  list: {
    key: string;
    entry: S;
    max: number;
    nameOf: (entry: z.output<S>) => string;
    /** Of other modules, behind those of the configuration. */
    extra?: readonly z.input<S>[];
  },
): readonly z.output<S>[] {
  const { key, entry, max, nameOf, extra = [] } = list;
  const configured = config.getOptional(key) ?? [];
  const parsed = z
    .array(entry)
    .max(max)
    .safeParse(Array.isArray(configured) ? [...configured, ...extra] : configured);
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
