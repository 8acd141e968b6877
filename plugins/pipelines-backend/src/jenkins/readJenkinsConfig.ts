import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { isPlainHttp, upstreamUrlSchema } from '@kubemate/upstream-node';
import { z } from 'zod';
import { peopleSchema, rulePathSchema } from '../pathRules';

const text = z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' });

const instanceSchema = z
  .strictObject({
    name: text.regex(/^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/, {
      error: 'must be up to 63 letters, digits, dots, dashes or underscores',
    }),
    title: text.optional(),
    url: upstreamUrlSchema,
    publicUrl: upstreamUrlSchema.optional(),
    allowPlainHttp: z.boolean({ error: 'must be true or false' }).default(false),
    username: text.regex(/^[^:]*$/, { error: 'must not contain a colon' }),
    token: text,
    folders: z
      .array(
        z.strictObject({
          path: rulePathSchema,
          owners: peopleSchema,
          readers: peopleSchema,
        }),
        { error: 'must say whose jobs these are: a list of path, owners and readers' },
      )
      .min(1, { error: 'must say whose jobs these are: a list of path, owners and readers' }),
    submitters: z.record(z.string(), peopleSchema).default({}),
    builds: z.number().int().min(1).max(500).default(50),
  })
  .superRefine(({ url, allowPlainHttp }, context) => {
    if (!allowPlainHttp && URL.canParse(url) && isPlainHttp(url))
      context.addIssue({
        code: 'custom',
        path: ['url'],
        message: 'must start with https://, or allowPlainHttp be true',
      });
  });

const listSchema = z
  .array(instanceSchema, { error: 'must be a list of instances' })
  .superRefine((instances, context) => {
    const seen = new Set<string>();
    instances.forEach(({ name }, index) => {
      if (seen.has(name))
        context.addIssue({
          code: 'custom',
          path: [index, 'name'],
          message: `must be unique, and "${name}" stands there twice`,
        });
      seen.add(name);
    });
  });

/** One entry of `kubemate.pipelines.jenkins`. */
export type JenkinsConfig = z.output<typeof instanceSchema>;
/** As it is written, or brought by the sandbox. */
export type JenkinsConfigInput = z.input<typeof instanceSchema>;

/**
 * The configured instances and those that another part of the portal brings.
 * @throws InputError naming the key of each bad entry, and no value of a secret
 */
export function readJenkinsConfig(
  config: RootConfigService,
  { extra = [], clusters }: { extra?: readonly JenkinsConfigInput[]; clusters: readonly string[] },
): readonly JenkinsConfig[] {
  const key = 'kubemate.pipelines.jenkins';
  const configured = config.getOptional(key) ?? [];
  const parsed = listSchema.safeParse(
    Array.isArray(configured) ? [...configured, ...extra] : configured,
  );
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => {
      const at = path.map(part => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
      return `${key}${at.join('')} ${message}`;
    });
    throw new InputError(problems.join('; '));
  }
  const taken = parsed.data.findIndex(({ name }) => clusters.includes(name));
  if (taken >= 0) throw new InputError(`${key}[${taken}].name must not be that of a cluster`);
  return parsed.data;
}
