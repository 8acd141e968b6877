import type { RootConfigService } from '@backstage/backend-plugin-api';
import { isPlainHttp, upstreamUrlSchema } from '@kubemate/upstream-node';
import { createPublicKey } from 'node:crypto';
import { z } from 'zod';
import { peopleSchema, rulePathSchema } from '../pathRules';
import { readConfigList } from '@kubemate/upstream-node';
import { isError } from '@backstage/errors';
import { Keyless } from './Keyless';

const KEY = 'kubemate.pipelines.registries';
const text = z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' });

const publicKey = text.refine(
  pem => {
    try {
      return createPublicKey(pem).type === 'public';
    } catch {
      return false;
    }
  },
  { error: 'must be a public key in PEM' },
);

const pattern = text.transform((source, context) => {
  try {
    // Of the whole: a part that matches would let in whoever can choose the rest.
    return new RegExp(`^(?:${source})$`, 'u');
  } catch {
    context.addIssue({ code: 'custom', message: 'must be a regular expression' });
    return z.NEVER;
  }
});

const identitySchema = z
  .strictObject({
    name: text,
    issuer: text.optional(),
    issuerPattern: pattern.optional(),
    subject: text.optional(),
    subjectPattern: pattern.optional(),
  })
  .superRefine((identity, context) => {
    for (const key of ['issuer', 'subject'] as const)
      if ((identity[key] === undefined) === (identity[`${key}Pattern`] === undefined))
        context.addIssue({
          code: 'custom',
          path: [key],
          message: `must be there, or ${key}Pattern, and not both`,
        });
  })
  .transform(({ name, issuer, issuerPattern, subject, subjectPattern }) => ({
    name,
    issuedBy: (given: string) => issuerPattern?.test(given) ?? given === issuer,
    isSubject: (given: string) => subjectPattern?.test(given) ?? given === subject,
  }));

const keylessSchema = z
  .strictObject({
    // `$file` of the configuration gives text, `$include` an object.
    trustedRoot: z.union([text, z.record(z.string(), z.unknown())]),
    identities: z.array(identitySchema).min(1, { error: 'must name somebody' }).max(50),
  })
  .transform(({ trustedRoot, identities }, context) => {
    try {
      const root = typeof trustedRoot === 'string' ? JSON.parse(trustedRoot) : trustedRoot;
      return new Keyless({ trustedRoot: root, identities });
    } catch (error) {
      context.addIssue({
        code: 'custom',
        path: ['trustedRoot'],
        message: `must be a trusted root of Sigstore: ${isError(error) ? error.message : error}`,
      });
      return z.NEVER;
    }
  });

const registrySchema = z
  .strictObject({
    host: text.regex(/^[a-z0-9][-.a-z0-9]*(:\d{1,5})?$/, {
      error: 'must be the host that image names begin with, such as registry.example.com',
    }),
    url: upstreamUrlSchema.optional(),
    allowPlainHttp: z.boolean({ error: 'must be true or false' }).default(false),
    username: text.regex(/^[^:]*$/, { error: 'must not contain a colon' }).optional(),
    password: text.optional(),
    alsoAsks: z.array(upstreamUrlSchema).max(10).default([]),
    cosignKeys: z
      .array(z.strictObject({ name: text, publicKey }))
      .max(20)
      .default([]),
    keyless: keylessSchema.optional(),
    repositories: z
      .array(z.strictObject({ path: rulePathSchema, readers: peopleSchema }))
      .max(500)
      .default([]),
  })
  .transform(({ url, host, ...rest }) => ({ ...rest, host, url: url ?? defaultUrl(host) }))
  .superRefine((registry, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if ((registry.username === undefined) !== (registry.password === undefined))
      refuse('password', 'must be there together with username');
    if (!registry.allowPlainHttp && [registry.url, ...registry.alsoAsks].some(isPlainHttp))
      refuse('url', 'must start with https://, or allowPlainHttp be true');
  });

/** One entry of `kubemate.pipelines.registries`. */
export type RegistryConfig = z.output<typeof registrySchema>;

export type RegistryConfigInput = z.input<typeof registrySchema>;

/** Docker Hub is called otherwise than it is reached. */
function defaultUrl(host: string): string {
  return `https://${host === 'docker.io' ? 'registry-1.docker.io' : host}`;
}

/** @throws InputError naming the key of each bad entry, and no value of a secret */
export function readRegistries(
  config: Pick<RootConfigService, 'getOptional'>,
  extra: readonly RegistryConfigInput[] = [],
): readonly RegistryConfig[] {
  return readConfigList(config, {
    ...{ key: KEY, entry: registrySchema, max: 50, extra },
    nameOf: ({ host }) => host,
  });
}
