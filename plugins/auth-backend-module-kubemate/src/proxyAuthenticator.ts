import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Config } from '@backstage/config';
import { AuthenticationError, InputError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { z } from 'zod';

/** Header by which the proxy proves that it is the proxy. */
export const PROXY_SECRET_HEADER = 'x-kubemate-proxy-secret';
const MIN_SECRET = 16;
const KEY = 'kubemate.proxySignIn';

const configSchema = z.strictObject({
  secret: z.string().min(MIN_SECRET),
  emailHeader: z
    .string()
    .regex(/^[A-Za-z0-9-]+$/)
    .default('x-forwarded-email'),
});

export interface ProxySignInConfig {
  readonly secret: string;
  /** In small letters. */
  readonly emailHeader: string;
}

/**
 * How an authenticating proxy tells who signs in. Whoever reaches the portal past the proxy could write the same header, so the proxy has to send a secret
 * as well.
 * @throws InputError naming the key, which stops start-up
 */
export function readProxySignIn(config: Config): ProxySignInConfig {
  const parsed = configSchema.safeParse(config.getOptional(KEY) ?? {});
  if (parsed.success) return { ...parsed.data, emailHeader: parsed.data.emailHeader.toLowerCase() };
  const [field = 'secret'] = parsed.error.issues[0]?.path ?? [];
  throw new InputError(
    `${KEY}.${String(field)} is missing or not valid: kubemate.signIn: proxy needs a secret of ${MIN_SECRET} characters or more, which the proxy sends as the header ${PROXY_SECRET_HEADER}; see docs/identity.md`,
  );
}

/** Signs in whom the proxy names, by address. */
export function proxyAuthenticator({ secret, emailHeader }: ProxySignInConfig) {
  return createProxyAuthenticator<undefined, { email: string }, undefined>({
    defaultProfileTransform: async ({ email }) => ({ profile: { email } }),
    initialize: () => undefined,
    async authenticate({ req }) {
      if (!isSame(onlyHeader(req, PROXY_SECRET_HEADER) ?? '', secret))
        throw new AuthenticationError(
          'Sign-in comes through the authenticating proxy in front of the portal; open the portal at its address',
        );
      const email = onlyHeader(req, emailHeader);
      if (email === undefined || !/^[^\s,;@]+@[^\s,;@]+$/.test(email))
        throw new AuthenticationError(`The proxy has named nobody in the header ${emailHeader}`);
      return { result: { email } };
    },
  });
}

/** Its value where it stands there exactly once: a second one may be the caller's own, that the proxy has let through. */
function onlyHeader({ rawHeaders }: IncomingMessage, name: string): string | undefined {
  const values = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name,
  );
  return values.length === 1 ? values[0] : undefined;
}

function isSame(given: string, secret: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(secret));
}
