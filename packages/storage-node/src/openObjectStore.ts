import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { FileObjectStore } from './FileObjectStore';
import type { ObjectStore } from './ObjectStore';
import { S3ObjectStore } from './S3ObjectStore';

const name = z.string().min(1);

const schema = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('file'), folder: name.default('./.kubemate/objects') }),
  z.strictObject({
    driver: z.literal('s3'),
    bucket: name,
    prefix: name.regex(/^[^/].*[^/]$|^[^/]$/, 'has a slash at an end').optional(),
    region: name.optional(),
    endpoint: z.url().optional(),
    credentials: z.strictObject({ accessKeyId: name, secretAccessKey: name }).optional(),
  }),
]);

/**
 * The object store that `kubemate.objects` names; files under `.kubemate/objects` where it names none.
 * @throws InputError naming the key that is wrong
 */
export function openObjectStore(config: Config): ObjectStore {
  const parsed = schema.safeParse(config.getOptional('kubemate.objects') ?? { driver: 'file' });
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${['kubemate.objects', ...path].join('.')}: ${message}`,
    );
    throw new InputError(problems.join('; '));
  }
  const options = parsed.data;
  return options.driver === 'file'
    ? new FileObjectStore(options.folder)
    : new S3ObjectStore(options);
}
