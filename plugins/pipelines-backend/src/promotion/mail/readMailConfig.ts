import type { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { z } from 'zod';

const KEY = 'kubemate.mail';
const text = z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' });
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

const mailSchema = z
  .strictObject({
    from: text.regex(/^[^\s<>,;:"@]+@[^\s<>,;:"@]+$/, { error: 'must be one address of mail' }),
    language: z.enum(['en', 'zh'], { error: 'must be en or zh' }).default('en'),
    smtp: z
      .strictObject({
        host: text.regex(/^[A-Za-z0-9.:-]+$/, { error: 'must be a name or an address' }),
        port: z.number().int().min(1).max(65_535).optional(),
        security: z
          .enum(['starttls', 'tls', 'none'], { error: 'must be starttls, tls or none' })
          .default('starttls'),
        username: text.optional(),
        password: text.optional(),
      })
      .superRefine(({ host, security, username, password }, context) => {
        if ((username === undefined) !== (password === undefined))
          context.addIssue({
            code: 'custom',
            path: [username === undefined ? 'username' : 'password'],
            message: 'must be there too: an account has both',
          });
        if (security === 'none' && password !== undefined && !LOOPBACK.test(host))
          context.addIssue({
            code: 'custom',
            path: ['security'],
            message: 'must be starttls or tls: the password could be read on the way',
          });
      }),
  })
  .optional();

/** `kubemate.mail`. */
export type MailConfig = NonNullable<z.output<typeof mailSchema>>;

/**
 * Undefined where the portal sends no mail.
 * @throws InputError naming the key of each bad entry, and no value
 */
export function readMailConfig(config: RootConfigService): MailConfig | undefined {
  const parsed = mailSchema.safeParse(config.getOptional(KEY));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${[KEY, ...path.map(String)].join('.')} ${message}`,
  );
  throw new InputError(problems.join('; '));
}
