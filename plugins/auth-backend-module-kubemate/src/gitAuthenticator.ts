import type { AuthService } from '@backstage/backend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { AuthenticationError, InputError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { GIT_SIGN_IN } from '@kubemate/plugin-repositories-common';

/** The plugin that proves people by its access tokens. */
const TRUSTED = 'plugin:repositories';

/**
 * Signs in whom the plugin of repositories has proved by an access token. It proves itself by its own service token; nobody else is answered, whatever they send.
 */
export function gitAuthenticator({ auth }: { readonly auth: AuthService }) {
  return createProxyAuthenticator<undefined, { name: string; namespace: string }, undefined>({
    defaultProfileTransform: async ({ name }) => ({ profile: { displayName: name } }),
    initialize: () => undefined,
    async authenticate({ req }) {
      const [, token] = /^Bearer +(\S+)$/i.exec(req.header('authorization') ?? '') ?? [];
      const credentials =
        token === undefined ? undefined : await auth.authenticate(token).catch(() => undefined);
      const isTrusted =
        credentials !== undefined &&
        auth.isPrincipal(credentials, 'service') &&
        credentials.principal.subject === TRUSTED;
      if (!isTrusted) throw new AuthenticationError('This sign-in is for git at the portal alone');
      const { kind, name, namespace } = readUser(req.header(GIT_SIGN_IN.header));
      if (kind.toLowerCase() !== 'user')
        throw new InputError(`The header ${GIT_SIGN_IN.header} has to name a user`);
      return { result: { name, namespace } };
    },
  });
}

function readUser(ref: string | undefined) {
  try {
    return parseEntityRef(ref ?? '');
  } catch (error) {
    throw new InputError(
      `The header ${GIT_SIGN_IN.header} has to name a user by entity ref`,
      error,
    );
  }
}
