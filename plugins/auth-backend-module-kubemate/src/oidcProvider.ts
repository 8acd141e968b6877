import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/**
 * Whether Backstage's `oidc` provider is configured. Looks for what Backstage itself would only miss when the first person
 * signs in.
 * @throws InputError naming the key
 */
export function checkOidcProvider(config: Config): boolean {
  if (!config.has('auth.providers.oidc')) return false;
  const environment = config.getOptionalString('auth.environment') ?? 'development';
  const key = `auth.providers.oidc.${environment}`;
  if (!config.has(key)) {
    throw new InputError(`${key} is missing, and auth.environment is ${environment}`);
  }
  const resolvers = config.getOptional(`${key}.signIn.resolvers`);
  if (!Array.isArray(resolvers) || resolvers.length === 0) {
    throw new InputError(
      `${key}.signIn.resolvers must say how a person at the provider is found in the catalog, such as emailMatchingUserEntityProfileEmail`,
    );
  }
  if (!config.getOptionalString('auth.session.secret')) {
    throw new InputError(
      'auth.session.secret is missing: sign-in with auth.providers.oidc keeps its state in a session',
    );
  }
  return true;
}
